import { LONGEST_WAIT_MS, backOffDelay } from '../../shared/back-off.ts';
import type { Failure } from '../../shared/result.ts';

/** Refusals that no repetition would change (CONTRACT, `/api/player-feedback`). */
const permanentStatuses = [400, 404, 413, 422];
const FIRST_WAIT_MS = 1_000;

/** Tells whether a report was refused for good: by the HTTP status where the failure names it, else by its code. */
export function isRefusedForGood({ code, params }: Failure): boolean {
  const status = params?.['status'];
  if (typeof status === 'number') return permanentStatuses.includes(status);
  return code === 'not-found' || code === 'refused' || code === 'too-large';
}

/**
 * How long to wait in ms before a report is tried again: full jitter, what the server asked for (`Retry-After`) at the
 * least, and never above five minutes (CONTRACT, Budgets).
 */
export function waitBeforeRetry(failure: Failure, attempt: number, random: () => number): number {
  const delay = backOffDelay({ attempt, baseMs: FIRST_WAIT_MS, capMs: LONGEST_WAIT_MS, random });
  const askedMs = Number(failure.params?.['retryAfterSeconds'] ?? 0) * 1_000;
  return Math.min(LONGEST_WAIT_MS, Math.max(delay, Number.isFinite(askedMs) ? askedMs : 0));
}
