import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { createGuardedThread } from '../../src/platform/machine/guarded-thread.ts';
import { createProber } from '../../src/player/media/probe.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { makeFolder } from '../support/make-folder.ts';
import { mutate, randomOfCase } from './mutate.ts';
import type { ReaderCase } from './reader-thread.ts';
import type { ReaderName } from './readers.ts';

/** What went wrong with one case; the seed and the index make the same bytes again. */
interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly index: number;
  readonly what: string;
}

export interface FuzzOptions {
  readonly seed: number;
  /** Cases of each target. */
  readonly cases: number;
  /** No further case is begun after so long, ms. */
  readonly limitMs: number;
  /** Only these; all where it is left out. */
  readonly targets?: readonly string[];
}

export interface FuzzReport {
  /** Cases that were tried, by target. */
  readonly tried: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

/** One case that takes longer is a finding, ms. */
const CASE_MS = 5_000;
const MOST_FINDINGS = 20;
/** A good file is read after so many bad ones. */
const NEIGHBOUR_EVERY = 50;
/** Larger fixtures would only make the cases fewer. */
const LARGEST_SEED = 65_536;

const clock = createSystemClock();
const support = join(import.meta.dirname, '../support');

interface Target {
  readonly name: string;
  /** What went wrong, null: nothing. */
  readonly tryCase: (seed: number, index: number) => Promise<string | null>;
  readonly stop: () => Promise<void>;
}

/** Archives, whose headers are read only to say what the file is. */
function archives(): Buffer[] {
  const packed = deflateRawSync('<Types/>'.repeat(1_000));
  const head = Buffer.from('504b03041400000008000000000000000000000000000000000013000000', 'hex');
  head.writeUInt32LE(packed.length, 18);
  const zip = Buffer.concat([head, Buffer.from('[Content_Types].xml'), packed]);
  return [zip, gzipSync(zip), Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1')];
}

/** Mutated media of every kind against the probe's own thread. */
function mediaTarget(): Target {
  const { path: folder, remove } = makeFolder();
  const names = globSync('{media,cases}/*', { cwd: support }).sort();
  const files = names
    .map((name) => join(support, name))
    .filter((path) => statSync(path).size <= LARGEST_SEED)
    .map((path) => readFileSync(path));
  const seeds = [...files, ...archives()];
  const prober = createProber(clock, undefined, { answerMs: CASE_MS });
  const file = join(folder, 'case');
  return {
    name: 'media',
    tryCase: async (seed, index) => {
      writeFileSync(file, mutate(seeds, randomOfCase(seed, index)));
      const startedMs = clock.monotonic();
      const probe = await prober.probe(file);
      // The words of a reader that was ended over the file, or fell over it.
      if (!probe.ok && probe.error.message.startsWith('The file cannot be read')) return probe.error.message;
      if (probe.ok) await prober.isWhole(file, probe.value.mime);
      if (clock.monotonic() - startedMs > CASE_MS) return 'It took too long.';
      if (index % NEIGHBOUR_EVERY !== 0) return null;
      const neighbour = await prober.probe(join(support, 'media/green.png'));
      return neighbour.ok ? null : `A good file was refused after it: ${neighbour.error.message}`;
    },
    stop: async () => {
      await prober.stop();
      remove();
    },
  };
}

/** What the main thread reads, in a thread that can be ended. */
function readerTarget(reader: ReaderName): Target {
  const thread = createGuardedThread<ReaderCase, string | null>(
    () => new URL('reader-thread.ts', import.meta.url),
    { answerMs: CASE_MS, startMs: 60_000, heapMb: 256, idleMs: 60_000 },
    clock,
  );
  return {
    name: reader,
    tryCase: async (seed, index) => {
      const asked = await thread.ask({ reader, seed, index });
      return asked.kind === 'answer' ? asked.answer : `Its reader was ended: ${asked.message}`;
    },
    stop: () => thread.stop(),
  };
}

const targets: readonly (() => Target)[] = [
  mediaTarget,
  ...(['playlists', 'certificates', 'settings', 'bridge', 'sticks'] as const).map(
    (name) => () => readerTarget(name),
  ),
];

/** Feeds mutated bytes to everything that reads what strangers write; the same seed tries the same cases. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { seed, cases, limitMs } = options;
  const tried: Record<string, number> = {};
  const findings: Finding[] = [];
  const made = targets.map((make) => make()).filter(({ name }) => options.targets?.includes(name) ?? true);
  const endMs = clock.monotonic() + limitMs;
  const work = async ({ name, tryCase, stop }: Target): Promise<void> => {
    try {
      for (let index = 0; index < cases && clock.monotonic() < endMs; index += 1) {
        const what = await tryCase(seed, index);
        tried[name] = index + 1;
        if (what !== null) findings.push({ target: name, seed, index, what });
        if (findings.length >= MOST_FINDINGS) break;
      }
    } finally {
      await stop();
    }
  };
  await Promise.all(made.map(work));
  return { tried, findings };
}
