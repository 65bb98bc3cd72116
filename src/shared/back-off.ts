import type { Failure } from './result.ts';

/** The longest wait between two tries of anything, in ms. */
export const LONGEST_WAIT_MS = 300_000;

/** How tries of one kind follow each other, in ms. */
export interface RetryPace {
  /** The longest wait after the first failure; it doubles with each. */
  readonly baseMs: number;
  /** No wait is shorter; 0 unless said. */
  readonly floorMs?: number;
  /** The longest wait that is not asked for by the server; {@link LONGEST_WAIT_MS} unless said, and never above it. */
  readonly capMs?: number;
}

/**
 * How long to wait before the next try, in whole ms: at least the floor, or what the server asked for (`Retry-After`) where
 * that is longer, and beyond that anything up to `baseMs` doubled `attempt` times (0 after the first failure). The whole
 * range is drawn, so that a fleet does not come back in step after an outage. `random` answers 0 to below 1.
 */
export function retryDelay(
  failure: Failure | null,
  attempt: number,
  { baseMs, floorMs = 0, capMs = LONGEST_WAIT_MS }: RetryPace,
  random: () => number,
): number {
  const seconds = failure?.params?.['retryAfterSeconds'];
  const askedMs = typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1_000 : 0;
  const rangeMs = Math.min(capMs - floorMs, baseMs * 2 ** Math.max(0, attempt));
  const drawnMs = Math.round(random() * Math.max(0, rangeMs));
  return Math.min(LONGEST_WAIT_MS, Math.max(floorMs, askedMs) + drawnMs);
}

/** `aroundMs` changed by up to `share` either way, in whole ms, so that a fleet spreads. */
export function spread(aroundMs: number, random: () => number, share = 0.1): number {
  return Math.round(aroundMs * (1 - share + 2 * share * random()));
}
