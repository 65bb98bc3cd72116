import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { seededRandom } from '../support/seeded-random.ts';
import { rooms, type Room } from './rooms.ts';
import { codeLines, draw, scoreOf, slicesOf, type Mutant, type SourceLine } from './score.ts';

/*
 * `npm run test:mutation -- ROOM [--files=outbox,heartbeat] [--sample=LINES] [--seed=N] [--survivors]`: changes the sources of a
 * room in small ways, one at a time, and looks whether its tests notice. It works on a copy of the tree that it makes at the
 * start of each slice, keeps what it found under out/mutation, and a later call tries only what changed or survived since. `--sample` draws
 * so many lines of code and says how sure the score is. It ends with 1 below the aim.
 */

const AIM = 0.8;
const SLICE_LINES = 700;
const FOLDER = 'out/mutation';

type Outcome = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

interface Found extends Mutant {
  readonly outcome: Outcome;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string' },
    survivors: { type: 'boolean' },
  },
});

function sourcesOf({ folder }: Room, wanted: readonly string[]): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.types.ts'))
    .filter((name) => wanted.length === 0 || wanted.includes(name.slice(0, -'.ts'.length)))
    .map((name) => join(folder, name));
}

/** What is said by name of an enum that belongs to a package of Stryker's own. */
const quiet: object = { logLevel: 'warn' };

interface KeptReport {
  readonly files: Readonly<Record<string, { mutants: readonly { readonly status: string }[] }>>;
}

/**
 * Has everything that survived the last time tried again: of what happens while a file is loaded, Stryker does not know which
 * tests could notice, and would let it survive whatever test came since.
 */
function forgetSurvivors(file: string): void {
  if (!existsSync(file)) return;
  const report = JSON.parse(readFileSync(file, 'utf8')) as KeptReport;
  for (const source of Object.values(report.files)) {
    source.mutants = source.mutants.filter(({ status }) => status !== 'Survived' && status !== 'NoCoverage');
  }
  writeFileSync(file, JSON.stringify(report));
}

/**
 * Mutates what `what` names (files, or lines of them) and answers how each mutant of it ended. What none of the quick tests
 * notices is tried with the slow ones.
 */
async function mutate(name: string, room: Room, what: readonly string[]): Promise<readonly Found[]> {
  const found = await tryWith(room.tests, `${name}-quick`, what);
  const unnoticed = found.filter(({ state }) => state === 'survived');
  if (unnoticed.length === 0 || room.slowTests.length === 0) return found;
  const ranges = new Set(unnoticed.map(rangeOf));
  const again = await tryWith(room.slowTests, `${name}-slow`, [...ranges]);
  const slow = new Map(again.map((one) => [keyOf(one), one]));
  return found.map((one) => {
    const second = one.state === 'survived' ? slow.get(keyOf(one)) : undefined;
    return second === undefined || second.outcome.status === 'NoCoverage' ? one : second;
  });
}

/** A little more than the place of a mutant, which counts columns from 1 where a range counts them from 0. */
function rangeOf({ file, outcome }: Found): string {
  const { start, end } = outcome.location;
  return `${file}:${start.line}:${Math.max(0, start.column - 1)}-${end.line}:${end.column}`;
}

function keyOf({ file, outcome: { location, mutatorName, replacement } }: Found): string {
  return JSON.stringify([file, location, mutatorName, replacement]);
}

async function tryWith(tests: readonly string[], keptAs: string, what: readonly string[]): Promise<Found[]> {
  process.env['DIGIPLAYER_MUTATION_TESTS'] = tests.join(',');
  const incrementalFile = join(FOLDER, `${keptAs}.json`);
  forgetSurvivors(incrementalFile);
  const outcomes = await new Stryker({
    ...quiet,
    mutate: [...what],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', join(process.cwd(), 'tests/mutation/leave-texts.ts')],
    ignorers: ['log-lines'],
    vitest: { configFile: 'vitest.mutation.config.ts' },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    incremental: true,
    incrementalFile,
    tempDirName: join(FOLDER, 'copies'),
    ignorePatterns: ['/docs/pictures', '/tests/e2e', '/tests/gallery', '/test-results', '/release'],
    reporters: ['progress-append-only'],
    allowConsoleColors: false,
    disableTypeChecks: false,
    timeoutMS: 30_000,
  }).runMutationTest();
  return outcomes.map((outcome) => ({
    file: relative(process.cwd(), outcome.fileName),
    line: outcome.location.start.line,
    state: stateOf(outcome),
    outcome,
  }));
}

function stateOf({ status }: Outcome): Mutant['state'] {
  if (status === 'Killed' || status === 'Timeout') return 'noticed';
  return status === 'Survived' || status === 'NoCoverage' ? 'survived' : 'void';
}

function describe({ file, line, outcome }: Found): string {
  const { mutatorName, replacement, status } = outcome;
  return `${file}:${line} ${status === 'NoCoverage' ? 'never ran' : 'survived'}, ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 120)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** The files in slices, so that little is lost when it is ended in between. */
async function mutateAll(name: string, room: Room, files: readonly string[]): Promise<readonly Found[]> {
  const sized = files.map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length }));
  const found: Found[] = [];
  for (const slice of slicesOf(sized, SLICE_LINES)) {
    const inSlice = (await mutate(name, room, slice)).filter(({ file }) => slice.includes(file));
    found.push(...inSlice);
    for (const file of slice) {
      const { share, noticed, counted } = scoreOf(
        inSlice.filter((one) => one.file === file),
        false,
      );
      if (counted > 0) console.log(`  ${file}: ${percent(share)} (${noticed} of ${counted})`);
    }
  }
  return found;
}

async function mutateSample(
  name: string,
  room: Room,
  files: readonly string[],
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<readonly Found[]> {
  const all = files.flatMap((file) => codeLines(file, readFileSync(file, 'utf8')));
  const drawn = draw(all, count, seededRandom(seed));
  console.log(`${name}: ${drawn.length} of ${all.length} lines of code drawn, seed ${seed}`);
  const range = ({ file, line }: SourceLine): string => `${file}:${line}:0-${line}:1000`;
  const found = await mutate(name, room, drawn.map(range));
  const isDrawn = new Set(drawn.map(({ file, line }) => `${file}:${line}`));
  return found.filter(
    ({ file, line, outcome }) => isDrawn.has(`${file}:${line}`) && outcome.location.end.line === line,
  );
}

async function main(name: string, room: Room): Promise<boolean> {
  mkdirSync(FOLDER, { recursive: true });
  const files = sourcesOf(room, values.files?.split(',') ?? []);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const isSample = values.sample !== undefined;
  const found = isSample
    ? await mutateSample(name, room, files, { count: Number(values.sample), seed })
    : await mutateAll(name, room, files);
  if (values.survivors === true) {
    for (const one of found) if (one.state === 'survived') console.log(`  ${describe(one)}`);
  }
  const { share, noticed, counted, lowest, highest } = scoreOf(found, isSample);
  const doubt = isSample ? `; with 95 % between ${percent(lowest)} and ${percent(highest)}` : '';
  console.log(`${name}: ${percent(share)} of the mutants were noticed (${noticed} of ${counted})${doubt}`);
  return share >= AIM;
}

const [name = ''] = positionals;
const room = rooms[name];
if (room === undefined) {
  console.error(
    `Usage: npm run test:mutation -- ROOM, where ROOM is one of: ${Object.keys(rooms).join(', ')}`,
  );
  process.exitCode = 2;
} else if (!(await main(name, room))) {
  process.exitCode = 1;
}
