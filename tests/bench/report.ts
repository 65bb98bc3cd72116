import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeAim, isMet, ratioOf, round, type Figure } from './figure.ts';
import type { BenchEntry } from './benches.ts';

/** What became of one bench. */
export interface BenchRun {
  readonly name: string;
  readonly seconds: number;
  /** Why there are no figures; null: there are. */
  readonly failure: string | null;
  readonly figures: readonly Figure[];
}

/** After so long no further bench is begun, and the one that runs is broken off: somebody waits for the table. */
const MOST_SECONDS = 870;

const root = join(import.meta.dirname, '../..');
const bound = z.union([z.object({ atLeast: z.number() }), z.object({ atMost: z.number() })]);
const figuresSchema = z.array(
  z.object({
    name: z.string(),
    value: z.number(),
    unit: z.string(),
    reference: z.object({ name: z.string(), value: z.number() }).exactOptional(),
    ratio: z.number().exactOptional(),
    aim: bound.exactOptional(),
  }),
);

/** The last line of a bench that was asked for its figures as JSON begins with this. */
export const FIGURES_MARK = 'figures:';

/**
 * Runs each of `entries` that has a short form, one after the other, in a process of its own; one that fails or takes longer than
 * it may is told as such and costs no other; all of it ends within a quarter of an hour. Writes `out/bench/report.md` and `report.json`.
 */
export async function writeReport(entries: readonly BenchEntry[]): Promise<readonly BenchRun[]> {
  const runs: BenchRun[] = [];
  const startedAt = performance.now();
  for (const entry of entries) {
    if (entry.short === undefined) continue;
    const left = MOST_SECONDS - (performance.now() - startedAt) / 1_000;
    console.error(`${entry.name} …`);
    runs.push(
      await runShort(entry.name, {
        ...entry.short,
        seconds: Math.min(entry.short.seconds, Math.max(1, left)),
      }),
    );
  }
  const folder = join(root, 'out/bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.md'), reportOf(runs));
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(runs, null, 2)}\n`);
  return runs;
}

async function runShort(name: string, short: NonNullable<BenchEntry['short']>): Promise<BenchRun> {
  const startedAt = performance.now();
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, '--json', name, ...short.options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const [said, complained] = [gather(child.stdout), gather(child.stderr)];
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    // Its browsers and screens are of its group, or end with it.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, short.seconds * 1_000);
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  clearTimeout(timer);
  const seconds = (performance.now() - startedAt) / 1_000;
  const figures = readFigures(said());
  if (figures !== null && code === 0) return { name, seconds, failure: null, figures };
  const why =
    complained()
      .trim()
      .split('\n')
      .find((line) => line.includes('Error')) ?? `it ended with code ${code ?? 'none'}`;
  const failure = late.signal.aborted ? `it took longer than ${Math.round(short.seconds)} s` : why;
  return { name, seconds, failure, figures: [] };
}

function gather(stream: NodeJS.ReadableStream): () => string {
  let said = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  return () => said;
}

/** The figures in what a bench printed; null when it printed none. */
function readFigures(said: string): readonly Figure[] | null {
  const line = said.split('\n').findLast((each) => each.startsWith(FIGURES_MARK));
  if (line === undefined) return null;
  return figuresSchema.parse(JSON.parse(line.slice(FIGURES_MARK.length)));
}

/** One table for people, in Markdown. */
export function reportOf(runs: readonly BenchRun[]): string {
  const rows = runs.flatMap(({ name, failure, figures }) =>
    failure === null
      ? figures.map((figure) => rowOf(name, figure))
      : [[name, 'not measured', failure, '', '', '', '']],
  );
  const head = ['bench', 'figure', 'value', 'reference', 'ratio', 'aim', 'met'];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const took = runs.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    '# What `npm run bench` measured',
    '',
    ...lines,
    '',
    `In its short form, on this machine, in ${Math.round(took)} s. \`npm run bench -- NAME\` measures one of them at length.`,
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
