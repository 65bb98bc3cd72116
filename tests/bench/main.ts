import { benches } from './benches.ts';
import { describeFigure } from './figure.ts';
import { FIGURES_MARK, reportOf, writeReport } from './report.ts';

/* `npm run bench`: all in short form, as one table; `npm run bench -- NAME [OPTIONS]`: one of them at length. */

const [first = '', ...others] = process.argv.slice(2);
const asJson = first === '--json';
const [name = '', ...options] = asJson ? others : [first, ...others];
const entry = benches.find((known) => known.name === name);
if (name === '') {
  console.log(reportOf(await writeReport(benches)));
} else if (entry === undefined) {
  console.error(
    `Usage: npm run bench [-- NAME [OPTIONS]], where NAME is one of: ${benches.map((known) => known.name).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  const bench = await entry.load();
  const figures = await bench(options);
  for (const figure of figures) console.log(describeFigure(figure));
  if (asJson) console.log(`${FIGURES_MARK}${JSON.stringify(figures)}`);
}
