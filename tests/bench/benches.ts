import type { Bench } from './figure.ts';

/** The words of a short form, and the seconds after which it is broken off. */
export interface ShortForm {
  readonly options: readonly string[];
  readonly seconds: number;
}

/** One thing that can be measured. */
export interface BenchEntry {
  readonly name: string;
  readonly short: ShortForm;
  readonly load: () => Promise<Bench>;
}

/** `usual` is what it takes on two quiet cores, of which it may take twice as much. */
const short = (usual: number, ...options: string[]): ShortForm => ({ options, seconds: usual * 2 });

/** All that `npm run bench` knows; a new one is a line of this list. */
export const benches: readonly BenchEntry[] = [
  {
    name: 'boot',
    short: short(55, '--rounds=5', '--starts=unit,command'),
    load: async () => (await import('./boot.ts')).measureBoot,
  },
  {
    name: 'memory',
    short: short(95, '--seconds=15', '--warm-up=25'),
    load: async () => (await import('./memory.ts')).benchMemory,
  },
  {
    name: 'download',
    short: short(75, '--mb=256', '--rounds=3'),
    load: async () => (await import('./download.ts')).measureDownload,
  },
  {
    name: 'transitions',
    short: short(60, '--boundaries=24', '--seconds=15', 'cut', 'core'),
    load: async () => (await import('./transitions.ts')).benchTransitions,
  },
  {
    name: 'recovery',
    short: short(60, '--kills=12', '--seconds=75'),
    load: async () => (await import('./recovery.ts')).measureRecovery,
  },
  {
    name: 'soak',
    short: short(
      ...([85, '--transitions=60', '--warm-up=10', '--every=1'] as const),
      ...(['--state=out/bench/soak-short.json', '--anew'] as const),
    ),
    load: async () => (await import('./soak.ts')).benchSoak,
  },
  {
    name: 'fleet',
    short: short(130, '--players=300', '--screens=30', '--real=10', '--seconds=15', '--minutes=3'),
    load: async () => (await import('./fleet.ts')).measureFleet,
  },
  {
    name: 'sync-screens',
    short: short(45, '--seconds=10', 'boundaries'),
    load: async () => (await import('./sync-screens.ts')).measureSyncScreens,
  },
  {
    name: 'change',
    short: short(70, '1', 'image', 'video'),
    load: async () => (await import('./change.ts')).measureChange,
  },
  {
    name: 'day',
    short: short(100, '--minutes=0.5', '--warm-up=15'),
    load: async () => (await import('./day.ts')).benchDay,
  },
  {
    name: 'playback',
    short: short(50, '--seconds=8', 'H.264'),
    load: async () => (await import('./playback.ts')).benchPlayback,
  },
  {
    name: 'leak',
    short: short(60, '--showings=48', 'all-plain'),
    load: async () => (await import('./leak.ts')).benchLeak,
  },
  {
    name: 'quiet',
    short: short(70, '--seconds=60'),
    load: async () => (await import('./quiet.ts')).measureQuiet,
  },
  {
    name: 'writes',
    short: short(40, '--boundaries=30'),
    load: async () => (await import('./writes.ts')).measureWrites,
  },
  { name: 'sync', short: short(30), load: async () => (await import('./sync.ts')).measureSync },
];
