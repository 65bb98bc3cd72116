export interface BackOff {
  /** How many tries have failed so far: 0 for the wait after the first. */
  readonly attempt: number;
  readonly baseMs: number;
  /** The longest wait (CONTRACT, Budgets: at least one try every 5 minutes). */
  readonly capMs: number;
  /** A number from 0 to below 1, such as `Math.random` answers. */
  readonly random: () => number;
}

/** The longest wait between two tries of anything (CONTRACT, Budgets). */
export const LONGEST_WAIT_MS = 300_000;

/**
 * How long to wait before the next try, in whole ms: anything from 0 to `baseMs` doubled `attempt` times, never above
 * `capMs`. The whole range is drawn ("full jitter"), so that a fleet does not come back in step after an outage.
 */
export function backOffDelay({ attempt, baseMs, capMs, random }: BackOff): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.max(0, attempt));
  return Math.round(random() * ceiling);
}

/** `aroundMs` changed by up to `share` either way, in whole ms, so that a fleet spreads (CONTRACT: ±10 %). */
export function spread(aroundMs: number, random: () => number, share = 0.1): number {
  return Math.round(aroundMs * (1 - share + 2 * share * random()));
}
