import { CLOCK_TOLERANCE_MS } from '../../playback/wall-clock.ts';

/** What a record says about when it happened. */
export interface RecordedMoment {
  readonly session: string;
  readonly monotonicMs: number;
  readonly happenedAtMs: number;
}

/** What is known about time at this moment. */
export interface PresentTime {
  readonly session: string;
  readonly monotonicMs: number;
  /** The machine's own clock, ms since the epoch. */
  readonly nowMs: number;
  /** The server's clock minus the machine's in ms; null while no server said. */
  readonly skewMs: number | null;
}

/** By how much times must be corrected: nothing for a clock that is right to the minute, or that nobody has checked. */
export function correctionFor(skewMs: number | null): number {
  return skewMs !== null && Math.abs(skewMs) > CLOCK_TOLERANCE_MS ? skewMs : 0;
}

/**
 * When something happened, in ms since the epoch, as well as can be known now. Within one run the time that passed since
 * then is certain, so that a clock that was wrong then (1970 at boot) and is right now does no harm; of an earlier run
 * there is only what it wrote.
 */
export function momentOf(recorded: RecordedMoment, present: PresentTime): number {
  if (recorded.session !== present.session) return recorded.happenedAtMs;
  return present.nowMs + correctionFor(present.skewMs) - (present.monotonicMs - recorded.monotonicMs);
}
