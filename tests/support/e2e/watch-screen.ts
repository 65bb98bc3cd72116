import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  FRAME_BUFFER_HEAD_BYTES,
  readFrameBufferLayout,
  type FrameBufferLayout,
} from '../../../tools/demo/screen-picture.ts';

/** What was seen of a screen while it was watched. */
interface Watched {
  /** Each colour (`#rrggbb`) that was seen at one of the places, and for how long in all, ms. */
  readonly colours: ReadonlyMap<string, number>;
  /** The longest time between two looks, ms: what happened in between was not seen. */
  readonly longestGapMs: number;
}

interface ScreenWatch {
  stop(): Promise<Watched>;
}

const EVERY_MS = 2;
const GRID = 8;
/** In the middle of a bare screen X draws the pointer: every other row of as many pixels as it has. */
const MIDDLE = { width: 32, height: 24 } as const;

/**
 * Looks at a grid of pixels, the corners and the middle of a frame buffer (`VirtualDisplay.frameBuffer`), every 2 ms. Not at the
 * middle where `pointer` is `there`: on a screen that a player had before, X draws its own until the next one hides it.
 */
export function watchScreen(frameBuffer: string, pointer: 'never' | 'there' = 'never'): ScreenWatch {
  const file = openSync(frameBuffer, 'r');
  const head = Buffer.alloc(FRAME_BUFFER_HEAD_BYTES);
  readSync(file, head, 0, head.length, 0);
  const layout = readFrameBufferLayout(head);
  if (layout === null) throw new Error(`${frameBuffer} is no frame buffer.`);
  const strips = stripsOf(layout).filter(({ width }) => pointer === 'never' || width === 1);
  const colours = new Map<string, number>();
  let longestGapMs = 0;
  const over = new AbortController();

  const watching = (async () => {
    let before = performance.now();
    while (!over.signal.aborted) {
      const now = performance.now();
      for (const colour of look(file, layout, strips)) {
        colours.set(colour, (colours.get(colour) ?? 0) + now - before);
      }
      longestGapMs = Math.max(longestGapMs, now - before);
      before = now;
      await sleep(EVERY_MS);
    }
    closeSync(file);
    return { colours, longestGapMs };
  })();
  return {
    stop() {
      over.abort();
      return watching;
    },
  };
}

interface Strip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function stripsOf({ width, height }: FrameBufferLayout): Strip[] {
  const place = (step: number, length: number): number => Math.round((step * (length - 1)) / (GRID - 1));
  const grid = Array.from({ length: GRID * GRID }, (_, index) => ({
    x: place(index % GRID, width),
    y: place(Math.floor(index / GRID), height),
    width: 1,
  }));
  const middle = Array.from({ length: MIDDLE.height / 2 }, (_, row) => ({
    x: Math.round(width / 2) - MIDDLE.width / 4,
    y: Math.round(height / 2) - MIDDLE.height / 4 + row * 2,
    width: MIDDLE.width,
  }));
  return [...grid, ...middle];
}

function look(file: number, layout: FrameBufferLayout, strips: readonly Strip[]): Set<string> {
  const seen = new Set<string>();
  for (const { x, y, width } of strips) {
    const bytes = Buffer.alloc(width * 4);
    readSync(file, bytes, 0, bytes.length, layout.start + y * layout.bytesPerLine + x * 4);
    for (let at = 0; at < bytes.length; at += 4) {
      const colour = (layout.isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) & 0xffffff;
      seen.add(`#${colour.toString(16).padStart(6, '0')}`);
    }
  }
  return seen;
}
