import type { Clock } from '../../src/shared/clock.ts';
import { askWorker } from '../stage/layers/ask-worker.ts';

const SHRINK_LIMIT_MS = 20_000;

/** Makes the capture behind `source` small, off the main thread; a WebP as base64, null: it cannot be done. */
export function shrinkPicture(source: string, clock: Clock): Promise<string | null> {
  const makeWorker = (): Worker =>
    new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' });
  const read = (data: unknown): string | null => (typeof data === 'string' ? data : null);
  return askWorker(makeWorker, { order: { source }, read, limitMs: SHRINK_LIMIT_MS }, clock);
}
