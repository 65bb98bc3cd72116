import { parseArgs } from 'node:util';
import { findOrInstallBrowser, findOrInstallXvfb } from '../../tools/machine.ts';
import { runChaos } from './run.ts';

/*
 * `npm run test:chaos -- --minutes 15 --seed N`: a real player, its server behind a faulty way, and everything that this project
 * has met, watched from outside. It prints its seed, which repeats the same plan, and ends with 1 when something did not hold.
 */

const MOST_MINUTES = 15;

async function main(): Promise<number> {
  if (process.platform !== 'linux') {
    console.log('No chaos: it takes an X display and /proc.');
    return 0;
  }
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  const minutes = Math.min(MOST_MINUTES, Number(values.minutes ?? MOST_MINUTES));
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  for (const ready of [await findOrInstallBrowser(console.log), await findOrInstallXvfb(console.log)]) {
    if (!ready.ok) throw new Error(ready.error.message);
  }
  console.log(`Chaos for ${minutes} min with seed ${seed}`);
  const lines = await runChaos({ seed, lengthMs: minutes * 60_000, say: console.log });
  const width = Math.max(...lines.map(({ what }) => what.length));
  for (const { what, figure, faults } of lines) {
    console.log(`${faults.length === 0 ? 'holds' : 'FAILS'}  ${what.padEnd(width)}  ${figure}`);
  }
  const failed = lines.filter(({ faults }) => faults.length > 0);
  for (const { what, faults } of failed) {
    console.error(`\n${what} (seed ${seed}):\n${faults.slice(0, 20).join('\n')}`);
  }
  return failed.length === 0 ? 0 : 1;
}

process.exit(await main());
