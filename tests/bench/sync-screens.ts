import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeMovedClock } from '../support/e2e/moved-clock.ts';
import { makeFolder } from '../support/make-folder.ts';
import { compareFrames, compareRecordings, quantile } from '../support/recording/compare-recordings.ts';
import type { CodedFile } from '../support/recording/coded-media.ts';
import { makeItems, startGroupScreens, type GroupScreens } from '../support/recording/group-screens.ts';
import type { PairOfRecordings } from '../support/recording/record-screens.ts';
import type { Figure } from './figure.ts';

/** How far apart two screens were, by what was compared, ms. */
type Measured = Readonly<Record<string, readonly number[]>>;

const common = { width: 640, height: 360, rate: 30 } as const;
const video = (item: number, seconds: number): CodedFile => ({
  ...{ ...common, name: `v${item}.mp4`, item, codec: 'h264' },
  frames: seconds * common.rate,
});
const image = (item: number): CodedFile => ({
  ...common,
  name: `i${item}.png`,
  item,
  codec: 'png',
  frames: 1,
});

const SHORT = [video(0, 1), image(4), video(1, 1), image(5)];
const LONG = [video(2, 30)];
const IMAGE_SECONDS = 0.5;
/** Until the clock of the server is found and the first items have gone round. */
const SETTLE_MS = 15_000;
const ALL = ['boundaries', 'off', 'frames', 'killed', 'late', 'alone', 'clock'] as const;
type Part = (typeof ALL)[number];

/**
 * Two screens of one group, seen by one recorder. `npm run bench -- sync-screens [--seconds=60] [--keep=FILE] [PART…]`; what is
 * kept in a file is counted in by the next call with it, so that a long measurement can be made in pieces.
 */
export async function measureSyncScreens(options: readonly string[]): Promise<readonly Figure[]> {
  const { values, positionals } = parseArgs({
    args: [...options],
    options: { seconds: { type: 'string', default: '60' }, keep: { type: 'string' } },
    allowPositionals: true,
  });
  const wanted = ALL.filter((part) => positionals.length === 0 || positionals.includes(part));
  const seconds = Number(values.seconds);
  const figures: Figure[] = [];
  for (const part of wanted) {
    for (const [name, apart] of Object.entries(await parts[part](seconds))) {
      figures.push(...figuresOf(name, kept(values.keep, name, apart), part !== 'off'));
    }
  }
  return figures;
}

const parts: Readonly<Record<Part, (seconds: number) => Promise<Measured>>> = {
  boundaries: (seconds) => withScreens(SHORT, 'hall', (screens) => boundariesOf(screens, seconds, '')),
  off: (seconds) => withScreens(SHORT, '', (screens) => boundariesOf(screens, seconds, 'in no group, ')),
  frames: (seconds) =>
    withScreens(LONG, 'hall', async (screens) => ({
      'frames of a film': compareFrames(await screens.record(seconds), [2]),
    })),
  killed: () =>
    withScreens(SHORT, 'hall', async (screens) => {
      const recorded = screens.record(30);
      await sleep(5_000);
      const killedAtMs = Date.now();
      await screens.startAgain();
      return { 'a killed one is back in step after': [backInStepMs(await recorded, killedAtMs)] };
    }),
  late: () => withScreens(SHORT, 'hall', lateDownloads),
  alone: (seconds) =>
    withScreens(SHORT, 'hall', async (screens) => {
      await screens.server.stop();
      await screens.startAgain();
      await sleep(SETTLE_MS);
      return boundariesOf(screens, seconds, 'without the server, ');
    }),
  clock: async (seconds) => {
    const { path, remove } = makeFolder();
    const moved = makeMovedClock(path);
    moved.moveBy(90_000);
    try {
      const prefix = 'one clock wrong by 90 s, ';
      return await withScreens(
        SHORT,
        'hall',
        (screens) => boundariesOf(screens, seconds, prefix),
        moved.environment,
      );
    } finally {
      remove();
    }
  },
};

async function withScreens(
  files: readonly CodedFile[],
  group: string,
  measure: (screens: GroupScreens) => Promise<Measured>,
  ofTheSecond: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const screens = await startGroupScreens({
    items: await makeItems(files, IMAGE_SECONDS),
    group,
    ofTheSecond,
  });
  try {
    await screens.playing();
    await sleep(SETTLE_MS);
    return await measure(screens);
  } finally {
    await screens.stop();
  }
}

const ORDER = SHORT.map(({ item }) => item);

async function boundariesOf(screens: GroupScreens, seconds: number, name: string): Promise<Measured> {
  const { boundaries, frames } = compareRecordings(await screens.record(seconds), ORDER);
  return { [`${name}boundaries`]: boundaries, [`${name}frames`]: frames };
}

/** Each of two downloads, of which one follows the other; the player gives up an answer that does not begin within 30 s. */
const LATENCY_MS = 20_000;

/** The downloads of the second one take 40 s longer; it joins when it has them. */
async function lateDownloads(screens: GroupScreens): Promise<Measured> {
  const { server } = screens;
  const files = [video(6, 2), image(7)];
  const made = await makeItems(files, IMAGE_SECONDS);
  server.addFault({ match: { path: /slow-/ }, kind: 'latency', milliseconds: LATENCY_MS });
  for (const [hostname, prefix] of [
    ['one', ''],
    ['two', 'slow-'],
  ] as const) {
    for (const { name, bytes } of made) server.addUpload(`${prefix}${name}`, bytes);
    server.setPlaylist(
      hostname,
      made.map(({ name, duration }) => server.itemFor(`${prefix}${name}`, { duration })),
    );
  }
  const begunMs = Date.now();
  const has = (player: 0 | 1): boolean =>
    /[67]\./.test(screens.players[player].status()?.current?.file_name ?? '');
  while (!has(1)) {
    if (Date.now() - begunMs > 150_000) throw new Error('The second screen never shows the new list.');
    await sleep(200);
  }
  if (!has(0)) throw new Error('The first screen does not show the new list.');
  await sleep(4_000);
  const { boundaries } = compareRecordings(await screens.record(20), [6, 7]);
  return { 'downloads 40 s later, boundaries': boundaries };
}

/** How long after the kill the second screen began an item within 33 ms of the first, and stayed so. */
function backInStepMs(pair: PairOfRecordings, killedAtMs: number): number {
  const after = (
    { samples, ...rest }: PairOfRecordings[number],
    fromMs: number,
  ): PairOfRecordings[number] => ({
    ...rest,
    samples: samples.filter(({ atMs }) => atMs >= fromMs),
  });
  for (let waited = 500; waited < 20_000; waited += 250) {
    const [one, other] = [after(pair[0], killedAtMs + waited), after(pair[1], killedAtMs + waited)];
    // A screen of a player that is gone shows nothing.
    if (other.samples[0]?.code === null) continue;
    const { boundaries } = compareRecordings([one, other], ORDER);
    if (boundaries.length > 3 && quantile(boundaries, 0.95) <= AIM_P95_MS) return waited;
  }
  return Infinity;
}

const AIM_P50_MS = 17;
const AIM_P95_MS = 33;
const AIM_BACK_MS = 10_000;

function figuresOf(name: string, apart: readonly number[], isAimed: boolean): Figure[] {
  const [only] = apart;
  if (apart.length === 1 && only !== undefined) {
    return [{ name, value: only, unit: 'ms', aim: { atMost: AIM_BACK_MS } }];
  }
  const figure = (word: string, share: number, atMost: number | null): Figure => ({
    name: `${name}, ${word} of ${apart.length}`,
    value: quantile(apart, share),
    unit: 'ms',
    ...(isAimed && atMost !== null ? { aim: { atMost } } : {}),
  });
  return [figure('p50', 0.5, AIM_P50_MS), figure('p95', 0.95, AIM_P95_MS), figure('maximum', 1, null)];
}

/** The values of this call with those of earlier ones. */
function kept(file: string | undefined, name: string, apart: readonly number[]): readonly number[] {
  if (file === undefined) return apart;
  appendFileSync(file, `${JSON.stringify({ name, apart })}\n`);
  if (!existsSync(file)) return apart;
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const all = lines.map((line) => JSON.parse(line) as { name: string; apart: number[] });
  return all.flatMap((one) => (one.name === name ? one.apart : []));
}
