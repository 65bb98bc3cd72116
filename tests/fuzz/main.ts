import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

/*
 * `npm run test:fuzz [-- --seconds=120 --seed=N --target=media]`: mutated bytes for everything that reads what strangers write. It
 * prints its seed, which repeats the same cases, and ends with 1 when one of them hung, threw or touched a neighbour.
 */

const { values } = parseArgs({
  options: { seed: { type: 'string' }, seconds: { type: 'string' }, target: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const seconds = Number(values.seconds ?? 120);
console.log(`seed ${seed}, ${seconds} s`);
const report = await fuzz({
  seed,
  cases: Number.POSITIVE_INFINITY,
  limitMs: seconds * 1_000,
  ...(values.target !== undefined && { targets: [values.target] }),
});
console.log(
  `tried: ${Object.entries(report.tried)
    .map(([target, count]) => `${target} ${count}`)
    .join(', ')}`,
);
for (const { target, index, what } of report.findings)
  console.error(`${target}, seed ${seed}, case ${index}: ${what}`);
process.exitCode = report.findings.length === 0 ? 0 : 1;
