import type { Clock } from '../../../src/shared/clock.ts';
import type { Size } from '../../panel/geometry.ts';
import type { StageSettings } from './layer.ts';
import { askWorker } from './ask-worker.ts';

/** What the worker is asked for: this file as this many pixels. */
export interface ScaleOrder {
  readonly source: string;
  readonly size: Size;
}

/** Null: it cannot be scaled there, or must not be. */
export type ScaleAnswer = ImageBitmap | null;

/** Scales a picture off the main thread; answers null when that cannot be done. `signal` gives it up. */
export type ImageScaler = (order: ScaleOrder, signal: AbortSignal) => Promise<ScaleAnswer>;

/** A worker that says nothing for so long does not work here; less than a layer has to prepare. */
const SCALE_LIMIT_MS = 8_000;

/** Scales in a worker that lives for one picture, so that nothing of it stays in memory. */
export function createImageScaler(clock: Clock): ImageScaler {
  const makeWorker = (): Worker =>
    new Worker(new URL('./image-worker.ts', import.meta.url), { type: 'module' });
  const read = (data: unknown): ScaleAnswer => (data instanceof ImageBitmap ? data : null);
  return (order, signal) => askWorker(makeWorker, { order, read, limitMs: SCALE_LIMIT_MS, signal }, clock);
}

/** The side that a texture may have on every driver that the player is made for, device pixels. */
const LEAST_LIMIT = 4_096;

/** The longest side of what is drawn as one piece, device pixels: what the driver shows at once on the panel it can hold, too. */
export function longestPiece(page: Document): number {
  const { innerWidth = 0, innerHeight = 0, devicePixelRatio = 1 } = page.defaultView ?? {};
  return Math.max(LEAST_LIMIT, innerWidth * devicePixelRatio, innerHeight * devicePixelRatio);
}

/** The box, or one of its shape whose longest side is `longest`. Pure. */
export function boundedBox(box: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(box.width, box.height, 1));
  return { width: Math.round(box.width * scale), height: Math.round(box.height * scale) };
}

/**
 * How many pixels a picture of `own` size needs in a box of `box` device pixels, in whole ones; never more than it has. Null
 * when that is longer than `longest`: the browser draws such a picture of a wall in tiles. Pure.
 */
export function neededSize(own: Size, box: Size, fit: StageSettings['fit'], longest: number): Size | null {
  const [across, down] = [box.width / own.width, box.height / own.height];
  const scale = fit === 'contain' ? Math.min(across, down) : Math.max(across, down);
  const size =
    fit === 'fill'
      ? { width: Math.min(own.width, box.width), height: Math.min(own.height, box.height) }
      : { width: own.width * scale, height: own.height * scale };
  const isSmaller = size.width * size.height < own.width * own.height;
  const { width, height } = isSmaller ? size : own;
  if (Math.max(width, height) > longest) return null;
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
}
