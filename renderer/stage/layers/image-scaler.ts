import type { Clock } from '../../../src/shared/clock.ts';
import type { Size } from '../../panel/geometry.ts';
import type { StageSettings } from './layer.ts';
import { release } from './release.ts';

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
  return (order, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve(null);
        return;
      }
      const worker = new Worker(new URL('./image-worker.ts', import.meta.url), { type: 'module' });
      const end = (answer: ScaleAnswer): void => {
        timer.cancel();
        signal.removeEventListener('abort', giveUp);
        worker.onmessage = worker.onerror = worker.onmessageerror = null;
        release(worker);
        resolve(answer);
      };
      const giveUp = (): void => {
        end(null);
      };
      const timer = clock.after(SCALE_LIMIT_MS, giveUp);
      signal.addEventListener('abort', giveUp, { once: true });
      worker.onmessage = ({ data }: MessageEvent<unknown>) => {
        end(data instanceof ImageBitmap ? data : null);
      };
      worker.onerror = giveUp;
      worker.onmessageerror = giveUp;
      worker.postMessage(order);
    });
}

/**
 * How many pixels a picture of `own` size needs in a box of `box` device pixels, in whole ones; never more than it has. Pure.
 */
export function neededSize(own: Size, box: Size, fit: StageSettings['fit']): Size {
  const [across, down] = [box.width / own.width, box.height / own.height];
  const scale = fit === 'contain' ? Math.min(across, down) : Math.max(across, down);
  const size =
    fit === 'fill'
      ? { width: Math.min(own.width, box.width), height: Math.min(own.height, box.height) }
      : { width: own.width * scale, height: own.height * scale };
  if (size.width * size.height >= own.width * own.height) return own;
  return { width: Math.max(1, Math.round(size.width)), height: Math.max(1, Math.round(size.height)) };
}
