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
  const waitMs = Math.max(floorMs, askedMs) + drawnMs;
  // Cut off at one moment all would meet there; who comes before the server's time is told again.
  return waitMs <= LONGEST_WAIT_MS ? waitMs : LONGEST_WAIT_MS - Math.min(drawnMs, LONGEST_WAIT_MS - floorMs);
}

/** The first random part of a wait for a limit that screens share; it doubles with each refusal, twice until the longest. */
const SHARED_LIMIT_BASE_MS = 150_000;
const SHARED_LIMIT_LONGEST_MS = 600_000;
/** Limits count by the minute, where the server does not say for how long. */
const SHARED_LIMIT_UNSAID_SECONDS = 60;

/** Whether the server refused a call because of a limit that counts every screen behind the same address. */
export function isSharedLimit({ code, params }: Failure): boolean {
  return code === 'rate-limited' && params?.['status'] === 429;
}

/**
 * How long to wait after a limit of sign-ins refused one, in whole ms: what the server asks for (a minute where it does not
 * say), and then anything up to two and a half minutes, doubled with each refusal in a row before it (`refusals`, 0 at first)
 * up to ten minutes. All screens behind one address are refused together and told the same moment: without the random
 * part they would meet there again. The range is chosen so that a hundred of them share ten sign-ins a minute within 20 minutes
 * and about two refusals each; see `npm run bench -- fleet`.
 */
export function sharedLimitDelay(failure: Failure, refusals: number, random: () => number): number {
  const asked = failure.params?.['retryAfterSeconds'];
  const seconds = typeof asked === 'number' && Number.isFinite(asked) ? asked : SHARED_LIMIT_UNSAID_SECONDS;
  const rangeMs = Math.min(SHARED_LIMIT_LONGEST_MS, SHARED_LIMIT_BASE_MS * 2 ** Math.max(0, refusals));
  return Math.max(0, seconds) * 1_000 + Math.round(random() * rangeMs);
}

/** The share by which a first interval is changed: after it a fleet that began together is spread evenly. */
const FIRST_SHARE = 0.5;

/**
 * {@link spread} of the first interval after a start or an outage, from half of it to one and a half: screens that began in the
 * same second, or came back with their server, ask evenly over an interval from then on.
 */
export function spreadFirst(aroundMs: number, random: () => number): number {
  return spread(aroundMs, random, FIRST_SHARE);
}

/** `aroundMs` changed by up to `share` either way, in whole ms, so that a fleet spreads. */
export function spread(aroundMs: number, random: () => number, share = 0.1): number {
  return Math.round(aroundMs * (1 - share + 2 * share * random()));
}
