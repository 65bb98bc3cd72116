import type { Bench } from './figure.ts';

/** One thing that can be measured. */
export interface BenchEntry {
  readonly name: string;
  /** The words of its short form, and the seconds after which that is broken off; missing: the report goes without it. */
  readonly short?: { readonly options: readonly string[]; readonly seconds: number };
  readonly load: () => Promise<Bench>;
}

const short = (seconds: number, ...options: string[]): NonNullable<BenchEntry['short']> => ({
  options,
  seconds,
});

/** All that `npm run bench` knows; a new one is a line of this list. */
export const benches: readonly BenchEntry[] = [
  {
    name: 'boot',
    short: short(150, '--rounds=5', '--starts=unit,command'),
    load: async () => (await import('./boot.ts')).measureBoot,
  },
  {
    name: 'download',
    short: short(90, '--mb=256', '--rounds=3'),
    load: async () => (await import('./download.ts')).measureDownload,
  },
  {
    name: 'memory',
    short: short(150, '--seconds=20', '--warm-up=30'),
    load: async () => (await import('./memory.ts')).benchMemory,
  },
  {
    name: 'day',
    short: short(150, '--minutes=0.5', '--warm-up=20'),
    load: async () => (await import('./day.ts')).benchDay,
  },
  { name: 'recovery', short: short(90), load: async () => (await import('./recovery.ts')).measureRecovery },
  { name: 'change', short: short(90, '1'), load: async () => (await import('./change.ts')).measureChange },
  { name: 'writes', short: short(90), load: async () => (await import('./writes.ts')).measureWrites },
  { name: 'leak', load: async () => (await import('./leak.ts')).benchLeak },
  { name: 'fleet', load: async () => (await import('./fleet.ts')).measureFleet },
  { name: 'sync', load: async () => (await import('./sync.ts')).measureSync },
  {
    name: 'transitions',
    short: short(150, '--boundaries=12', '--seconds=20'),
    load: async () => (await import('./transitions.ts')).benchTransitions,
  },
  { name: 'soak', load: async () => (await import('./soak.ts')).benchSoak },
  {
    name: 'sync-screens',
    short: short(90, '--seconds=15'),
    load: async () => (await import('./sync-screens.ts')).measureSyncScreens,
  },
  { name: 'quiet', load: async () => (await import('./quiet.ts')).measureQuiet },
  { name: 'playback', load: async () => (await import('./playback.ts')).benchPlayback },
];
