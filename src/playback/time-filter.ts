/** An answer that told the time of another clock: asked and heard by the own monotonic clock, ms. */
interface TimeSample {
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly remoteMs: number;
}

/** Tells another clock's offset from answers that were under way for a while, each way for an unknown part of it. */
export interface TimeFilter {
  /** Takes in an answer; gives the best offset known at its time (remote − own, ms). */
  take(sample: TimeSample): number;
  forget(): void;
}

const REMEMBERED = 32;
/** Two clocks of one machine, or crystals of two, go apart by less. */
const APART = 50e-6;

/** Makes a {@link TimeFilter}: the answer that was under way for the shortest time says most, until it is old. */
export function createTimeFilter(): TimeFilter {
  let known: readonly TimeSample[] = [];
  return {
    take(sample) {
      known = [...known, sample].slice(-REMEMBERED);
      const doubt = ({ sentMs, receivedMs }: TimeSample): number =>
        (receivedMs - sentMs) / 2 + (sample.receivedMs - receivedMs) * APART;
      const best = known.reduce((one, other) => (doubt(other) <= doubt(one) ? other : one), sample);
      return best.remoteMs - (best.sentMs + best.receivedMs) / 2;
    },
    forget() {
      known = [];
    },
  };
}
