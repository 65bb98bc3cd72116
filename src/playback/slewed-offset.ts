/** A synchronised clock, kept as what must be added to the monotonic one: it moves slowly, so that no picture jumps. */
export interface SlewedOffset {
  /** Says what is right at `monotonicMs`. The first time, after a large error, and when `isNew` tells, it is taken at once. */
  aim(offsetMs: number, monotonicMs: number, isNew?: boolean): void;
  /** The offset in force; null before the first aim. */
  at(monotonicMs: number): number | null;
}

/** A share of the time: 5 ms in a second. */
const SLEW = 0.005;
/** What is wrong by more is set at once, ms. */
const JUMPS_FROM_MS = 2_000;

/** Makes a {@link SlewedOffset} that knows nothing. */
export function createSlewedOffset(): SlewedOffset {
  let from: { readonly offsetMs: number; readonly atMs: number } | null = null;
  let aimMs = 0;
  const at = (monotonicMs: number): number | null => {
    if (from === null) return null;
    const most = Math.max(0, monotonicMs - from.atMs) * SLEW;
    return from.offsetMs + Math.min(most, Math.max(-most, aimMs - from.offsetMs));
  };
  return {
    aim(offsetMs, monotonicMs, isNew = false) {
      const now = at(monotonicMs);
      const jumps = isNew || now === null || Math.abs(offsetMs - now) > JUMPS_FROM_MS;
      from = { offsetMs: jumps ? offsetMs : now, atMs: monotonicMs };
      aimMs = offsetMs;
    },
    at,
  };
}
