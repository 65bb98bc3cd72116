import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { endProcess, processesBelow } from '../support/e2e/processes.ts';
import type { ShortForm } from './benches.ts';
import type { Figure } from './figure.ts';

/** What became of one bench. */
export interface BenchRun {
  readonly name: string;
  readonly seconds: number;
  /** Why there are no figures; null: there are. */
  readonly failure: string | null;
  readonly figures: readonly Figure[];
}

/** The last line of a bench that was asked for its figures as JSON begins with this. */
export const FIGURES_MARK = 'figures:';
/** As much of what a bench says is kept: its figures are the last of it. */
const MOST_SAID = 1_048_576;
const DRAIN_MS = 2_000;

const main = join(import.meta.dirname, 'main.ts');
const bound = z.union([z.object({ atLeast: z.number() }), z.object({ atMost: z.number() })]);
/** JSON has no word for what is not a number, such as a slope through too few points. */
const value = z
  .number()
  .nullable()
  .transform((number) => number ?? Number.NaN);
const figuresSchema = z.array(
  z.object({
    name: z.string(),
    value,
    unit: z.string(),
    reference: z.object({ name: z.string(), value }).exactOptional(),
    ratio: value.exactOptional(),
    aim: bound.exactOptional(),
  }),
);

/**
 * Runs a bench in its short form in a process of its own, which is broken off after `short.seconds` with all that it started.
 * Whatever becomes of it is told, never thrown. `script` is what runs it.
 */
export async function runShort(name: string, short: ShortForm, script = main): Promise<BenchRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script, '--json', name, ...short.options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const [said, complained] = [gather(child.stdout), gather(child.stderr)];
  const closed = new AbortController();
  child.once('close', () => {
    closed.abort();
  });
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    if (child.pid !== undefined) endAll(child.pid);
  }, short.seconds * 1_000);
  const ending = await new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(`it ended with ${code === null ? (signal ?? 'nothing') : `code ${code}`}`);
    });
  });
  clearTimeout(timer);
  if (child.pid !== undefined) endProcess(-child.pid);
  // What it left behind in another group may hold its output open.
  if (!closed.signal.aborted) await sleep(DRAIN_MS, null, { signal: closed.signal }).catch(() => undefined);
  const seconds = (performance.now() - startedAt) / 1_000;
  const figures = readFigures(said());
  if (figures.length > 0 && child.exitCode === 0) return { name, seconds, failure: null, figures };
  const why = late.signal.aborted
    ? `it took longer than ${Math.round(short.seconds)} s`
    : (reasonIn(complained()) ?? ending);
  return { name, seconds, failure: why, figures: [] };
}

/** Ends a process, its group and all that stands below it, in groups of their own as well. */
function endAll(pid: number): void {
  const below = processesBelow(pid);
  endProcess(-pid);
  for (const each of below) endProcess(each.pid);
}

/** The line that names an error, else the last. */
function reasonIn(complaint: string): string | null {
  const lines = complaint
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => /^\w{0,40}Error\b/.test(line)) ?? lines.at(-1) ?? null;
}

function gather(stream: NodeJS.ReadableStream): () => string {
  let said = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    said = (said + part).slice(-MOST_SAID);
  });
  return () => said;
}

/** The figures in what a bench printed; none when it printed none that can be read. */
function readFigures(said: string): readonly Figure[] {
  const line = said.split('\n').findLast((each) => each.startsWith(FIGURES_MARK));
  if (line === undefined) return [];
  try {
    return figuresSchema.parse(JSON.parse(line.slice(FIGURES_MARK.length)));
  } catch {
    return [];
  }
}
