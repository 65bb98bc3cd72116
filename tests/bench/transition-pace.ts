import { setTimeout as sleep } from 'node:timers/promises';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { startBareBrowser } from '../support/recording/bare-browser.ts';
import { makeCodedFile, type CodedFile } from '../support/recording/coded-media.ts';
import { PANEL, startCodedPlayer } from '../support/recording/coded-player.ts';
import { recordScreen, type Recording } from '../support/recording/record-screen.ts';
import { median, type Figure } from './figure.ts';
import { describeMeasure, measureTransitions, type TransitionMeasure } from './transition-table.ts';
import { servePages, type PlainPage } from './transition-pages.ts';
import { makeFolder } from '../support/make-folder.ts';

const IMAGE_SECONDS = 0.5;
const SOURCE_FRAME_MS = 1000 / 30;
const SETTLE_MS = 3_000;
const PAGE_SECONDS = 30;
const LOOP_SECONDS = 20;
/** Six boundaries of three kinds in five seconds. */
const ORDER = [0, 1, 4, 1, 0, 5];
const SECONDS_PER_BOUNDARY = 5 / 6;

const common = { width: 1280, height: 720, rate: 30 } as const;
const files: readonly CodedFile[] = [
  ...[0, 1].map((item) => ({ ...common, name: `v${item}.mp4`, item, codec: 'h264' as const, frames: 30 })),
  ...[4, 5].map((item) => ({ ...common, name: `i${item}.png`, item, codec: 'png' as const, frames: 1 })),
];

/** A list for a plain page. */
interface PageList {
  /** Where the files are. */
  readonly folder: string;
  readonly files: readonly CodedFile[];
  readonly order: readonly number[];
  readonly imageSeconds: number;
}

/** How smooth cuts between items of one kind are, beside plain pages in the same run. */
export async function measurePace(boundaries: number): Promise<readonly Figure[]> {
  const { path: folder, remove } = makeFolder();
  try {
    for (const file of files) await makeCodedFile(folder, file);
    const player = await measurePlayer(ORDER, boundaries * SECONDS_PER_BOUNDARY);
    const measurePage = async (
      page: PlainPage,
      order: readonly number[],
      seconds: number,
    ): Promise<TransitionMeasure> => {
      const list = { folder, files, order, imageSeconds: IMAGE_SECONDS };
      return measureTransitions(await recordPage(page, list, seconds), files, order);
    };
    const one = await measurePage('one-video', ORDER, PAGE_SECONDS);
    const two = await measurePage('two-videos', ORDER, PAGE_SECONDS);
    const seam = await measurePlayer([0], LOOP_SECONDS);
    const loop = await measurePage('loop', [0], LOOP_SECONDS);
    console.log('Freezes are the longest stand of a frame, median/max in ms; floor: undisturbed play.');
    console.table([
      describeMeasure('DigiPlayer', player),
      describeMeasure('one <video>', one),
      describeMeasure('two <video>, swapped on ended', two),
      describeMeasure('DigiPlayer, one video alone', seam),
      describeMeasure('<video loop>', loop),
    ]);
    return [...figuresOf('', player), ...figuresOf('one video alone, ', seam)];
  } finally {
    remove();
  }
}

async function measurePlayer(order: readonly number[], seconds: number): Promise<TransitionMeasure> {
  const used = files.filter(({ item }) => order.includes(item));
  const player = await startCodedPlayer({ files: used, order, imageSeconds: IMAGE_SECONDS });
  try {
    await player.playing();
    await sleep(SETTLE_MS);
    return measureTransitions(warnOfGaps(await player.record(seconds)), files, order);
  } finally {
    await player.stop();
  }
}

/** What a plain page shows of `files` in `folder`, recorded for so long. */
export async function recordPage(
  page: PlainPage,
  { folder, files, order, imageSeconds }: PageList,
  seconds: number,
): Promise<Recording> {
  const server = await servePages(folder, files, order, imageSeconds * 1000);
  const display = await startVirtualDisplay(PANEL);
  if (!display.ok) throw new Error(display.error.message);
  const browser = await startBareBrowser(display.value.name, server.address(page));
  try {
    await sleep(SETTLE_MS);
    return warnOfGaps(await recordScreen(display.value.name, PANEL, seconds));
  } finally {
    await browser.stop();
    await Promise.all([display.value.stop(), server.stop()]);
  }
}

/** A busy machine spoils the figures; whoever reads them should know. */
function warnOfGaps(recording: Recording): Recording {
  if (recording.longestGapMs > 50) {
    console.log(`(the recorder itself paused for up to ${Math.round(recording.longestGapMs)} ms)`);
  }
  return recording;
}

function figuresOf(name: string, { faults, floorMs, freezes }: TransitionMeasure): Figure[] {
  return [
    ...(['blank', 'stale', 'wrong'] as const).map((kind) => ({
      name: `${name}${kind}`,
      value: faults[kind],
      unit: '',
      aim: { atMost: 0 },
    })),
    ...[...freezes].flatMap(([kind, lengths]) => [
      {
        name: `${name}${kind}, median over the floor`,
        value: median(lengths) - floorMs,
        unit: 'ms',
        aim: { atMost: 10 },
      },
      {
        name: `${name}${kind}, maximum over the floor`,
        value: Math.max(...lengths) - floorMs,
        unit: 'ms',
        aim: { atMost: Math.round(SOURCE_FRAME_MS) },
      },
    ]),
  ];
}
