import { describeFigure, type Bench } from './figure.ts';

/** `npm run bench -- NAME`: what can be measured, each in a module of its own. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  download: async () => (await import('./download.ts')).measureDownload,
  leak: async () => (await import('./leak.ts')).benchLeak,
  recovery: async () => (await import('./recovery.ts')).measureRecovery,
  change: async () => (await import('./change.ts')).measureChange,
  fleet: async () => (await import('./fleet.ts')).measureFleet,
  sync: async () => (await import('./sync.ts')).measureSync,
  writes: async () => (await import('./writes.ts')).measureWrites,
  transitions: async () => (await import('./transitions.ts')).benchTransitions,
  quiet: async () => (await import('./quiet.ts')).measureQuiet,
  playback: async () => (await import('./playback.ts')).benchPlayback,
};

const [name = '', ...options] = process.argv.slice(2);
const load = benches[name];
if (load === undefined) {
  console.error(
    `Usage: npm run bench -- NAME [OPTIONS], where NAME is one of: ${Object.keys(benches).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  const bench = await load();
  for (const figure of await bench(options)) console.log(describeFigure(figure));
}
