/**
 * Finds another clock's time from answers that tell it in whole seconds: what an answer says held at some moment while it was
 * under way, so each bounds the offset on both sides, and where the second turns the bounds meet. Values and pure functions.
 */
export interface DateSample {
  /** Monotonic ms. */
  readonly sentMs: number;
  readonly receivedMs: number;
  /** Epoch ms, a whole second. */
  readonly dateMs: number;
}

/** Between these the offset (the other clock − the monotonic one, ms) lies for certain. */
export interface OffsetBounds {
  readonly lowMs: number;
  readonly highMs: number;
  /** When they were true, monotonic ms. */
  readonly atMs: number;
}

/** How two clocks go apart: `rate` and how wrong that may be, ms a ms. */
export interface Drift {
  readonly rate: number;
  readonly doubt: number;
}

const SECOND_MS = 1_000;
/** Of two crystals of which nothing is known. */
export const UNKNOWN_DRIFT: Drift = { rate: 0, doubt: 40e-6 };
/** Rounds this far apart say how the clocks drift, ms. */
const DRIFT_SPAN_MS = 900_000;

/** The bounds at a later moment: what drifted may lie further out. */
export function boundsAt({ lowMs, highMs, atMs }: OffsetBounds, nowMs: number, drift: Drift): OffsetBounds {
  const passedMs = Math.max(0, nowMs - atMs);
  const [moved, doubt] = [passedMs * drift.rate, passedMs * drift.doubt];
  return { lowMs: lowMs + moved - doubt, highMs: highMs + moved + doubt, atMs: Math.max(atMs, nowMs) };
}

/** What one answer says by itself. */
function boundsOf({ sentMs, receivedMs, dateMs }: DateSample): OffsetBounds {
  return { lowMs: dateMs - receivedMs, highMs: dateMs + SECOND_MS - sentMs, atMs: receivedMs };
}

/** Takes an answer in. One that contradicts what was known means that a clock was set: it counts alone. */
export function narrow(known: OffsetBounds | null, sample: DateSample, drift: Drift): OffsetBounds {
  const own = boundsOf(sample);
  if (known === null) return own;
  const before = boundsAt(known, sample.receivedMs, drift);
  const both = {
    lowMs: Math.max(before.lowMs, own.lowMs),
    highMs: Math.min(before.highMs, own.highMs),
    atMs: own.atMs,
  };
  return both.lowMs > both.highMs ? own : both;
}

/** The offset that errs least, and by how much at most, ms. */
export function middleOf({ lowMs, highMs }: OffsetBounds): {
  readonly offsetMs: number;
  readonly errorMs: number;
} {
  return { offsetMs: (lowMs + highMs) / 2, errorMs: (highMs - lowMs) / 2 };
}

/** When to ask next (monotonic ms, from `nowMs` on) so that the second turns, as far as is known, while it is answered. */
export function nextAskMs(known: OffsetBounds | null, nowMs: number, roundTripMs: number): number {
  if (known === null) return nowMs;
  const { offsetMs } = middleOf(known);
  const answeredMs = nowMs + roundTripMs / 2 + offsetMs;
  return nowMs + (Math.ceil(answeredMs / SECOND_MS) * SECOND_MS - answeredMs);
}

/** What two rounds far enough apart say of the drift; null: they do not. */
export function driftBetween(before: OffsetBounds, after: OffsetBounds): Drift | null {
  const spanMs = after.atMs - before.atMs;
  if (spanMs < DRIFT_SPAN_MS) return null;
  const [one, other] = [middleOf(before), middleOf(after)];
  const doubt = (one.errorMs + other.errorMs) / spanMs;
  const rate = (other.offsetMs - one.offsetMs) / spanMs;
  // Crystals are not worse than this: one of the clocks was set meanwhile.
  return Math.abs(rate) > 500e-6 ? null : { rate, doubt: Math.max(doubt, 1e-6) };
}
