import { BYTES_PER_MB } from '../../shared/units.ts';
import type { TransferPace } from './transfer-watch.ts';

/** The bounds of the media store (ARCHITECTURE.md, *Everything is bounded*). */
export interface MediaLimits extends TransferPace {
  /** Downloads at once. */
  readonly lanes: number;
  /** Tries for one file before `ensure` gives up for now; a try that brought bytes does not count. */
  readonly tries: number;
  /** Base of the jittered waits between tries. */
  readonly retryBaseMs: number;
  readonly flushBytes: number;
  readonly flushMs: number;
  /** Bytes of the disk that stay free. */
  readonly reserveBytes: number;
}

export const DEFAULT_MEDIA_LIMITS: MediaLimits = {
  lanes: 2,
  tries: 5,
  retryBaseMs: 1_000,
  stallMs: 30_000,
  // A thousand bytes a second, over a minute.
  paceBytes: 60_000,
  paceMs: 60_000,
  flushBytes: 32 * BYTES_PER_MB,
  flushMs: 2_000,
  reserveBytes: 256 * BYTES_PER_MB,
};
