import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { describeAim, isMet, ratioOf, round, type Figure } from './figure.ts';
import type { BenchEntry, ShortForm } from './benches.ts';
import type { BenchRun } from './run-short.ts';

/** After so long no further bench is begun, and the one that runs is broken off: somebody waits for the table. */
const MOST_SECONDS = 1_200;
const GB = 1_073_741_824;

export interface ReportTools {
  readonly run: (name: string, short: ShortForm) => Promise<BenchRun>;
  /** Hears how far it is. */
  readonly say: (line: string) => void;
  /** Where `report.md` and `report.json` are written. */
  readonly folder: string;
  /** Seconds that have gone by, since whenever. */
  readonly seconds: () => number;
}

/**
 * Runs each of `entries` in its short form, one after the other; one that fails or takes longer than it may is told as such and
 * costs no other; all of it ends within twenty minutes. The report is written anew after each, so that what was measured is
 * there whatever ends the rest.
 */
export async function writeReport(
  entries: readonly Pick<BenchEntry, 'name' | 'short'>[],
  { run, say, folder, seconds }: ReportTools,
): Promise<readonly BenchRun[]> {
  const runs: BenchRun[] = [];
  const startedAt = seconds();
  mkdirSync(folder, { recursive: true });
  for (const [index, { name, short }] of entries.entries()) {
    const left = MOST_SECONDS - (seconds() - startedAt);
    const most = Math.round(Math.min(short.seconds, left));
    say(`[${index + 1}/${entries.length}] ${name}, ${short.options.join(' ')} (at most ${most} s)`);
    const done = left < 1 ? outOfTime(name) : await run(name, { ...short, seconds: most });
    runs.push(done);
    say(`    ${summaryOf(done)}`);
    writeFileSync(join(folder, 'report.md'), reportOf(runs));
    writeFileSync(join(folder, 'report.json'), `${JSON.stringify(runs, null, 2)}\n`);
  }
  return runs;
}

function outOfTime(name: string): BenchRun {
  return {
    name,
    seconds: 0,
    failure: `the ${MOST_SECONDS / 60} minutes of the report were over`,
    figures: [],
  };
}

function summaryOf({ seconds, failure, figures }: BenchRun): string {
  if (failure !== null) return `not measured: ${failure}`;
  const missed = figures.filter((figure) => isMet(figure) === false);
  return `${figures.length} figures in ${Math.round(seconds)} s, ${missed.length} of them miss their aim`;
}

/** One table for people, in Markdown. */
export function reportOf(runs: readonly BenchRun[]): string {
  const rows = runs.flatMap(({ name, failure, figures }) =>
    failure === null
      ? figures.map((figure) => rowOf(name, figure))
      : [[name, 'not measured', failure, '', '', '', '']],
  );
  const head = ['bench', 'figure', 'value', 'reference', 'ratio', 'aim', 'met'];
  const lines = [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  const took = runs.reduce((sum, { seconds }) => sum + seconds, 0);
  const machine = `${availableParallelism()} cores and ${Math.round(totalmem() / GB)} GB`;
  return [
    '# What `npm run bench` measured',
    '',
    ...lines,
    '',
    `In its short form, on ${machine}, in ${Math.round(took)} s. \`npm run bench -- NAME\` measures one of them at length.`,
    '',
  ].join('\n');
}

function rowOf(bench: string, figure: Figure): string[] {
  const { name, value, unit, reference, aim } = figure;
  const met = isMet(figure);
  return [
    bench,
    name,
    unit === '×' ? '' : `${round(value)} ${unit}`.trim(),
    reference === undefined ? '' : `${reference.name}: ${round(reference.value)} ${unit}`.trim(),
    ratioOf(figure),
    aim === undefined ? '' : describeAim(aim),
    met === null ? '' : met ? 'yes' : '**no**',
  ];
}
