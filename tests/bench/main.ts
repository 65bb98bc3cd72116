import { join } from 'node:path';
import { benches } from './benches.ts';
import { describeFigure } from './figure.ts';
import { reportOf, writeReport } from './report.ts';
import { FIGURES_MARK, runShort } from './run-short.ts';

/*
 * `npm run bench`: all in short form, as one table; `npm run bench -- --only NAME,NAME`: those of them; `npm run bench -- NAME
 * [OPTIONS]`: one of them at length.
 */

const [first = '', ...others] = process.argv.slice(2);
const asJson = first === '--json';
const [name = '', ...options] = asJson ? others : [first, ...others];
const entry = benches.find((known) => known.name === name);
const only = name === '--only' ? (options[0] ?? '').split(',') : benches.map((known) => known.name);
const chosen = benches.filter((known) => only.includes(known.name));
if ((name === '' || name === '--only') && chosen.length === new Set(only).size) {
  const runs = await writeReport(chosen, {
    run: runShort,
    say: (line) => {
      console.error(line);
    },
    folder: join(import.meta.dirname, '../../out/bench'),
    seconds: () => performance.now() / 1_000,
  });
  console.log(reportOf(runs));
  if (runs.some(({ failure }) => failure !== null)) process.exitCode = 1;
} else if (entry === undefined) {
  const names = benches.map((known) => known.name).join(', ');
  console.error(`Usage: npm run bench [-- --only NAME,… | NAME [OPTIONS]], where NAME is one of: ${names}`);
  process.exitCode = 2;
} else {
  const bench = await entry.load();
  const figures = await bench(options);
  for (const figure of figures) console.log(describeFigure(figure));
  if (asJson) console.log(`${FIGURES_MARK}${JSON.stringify(figures)}`);
}
