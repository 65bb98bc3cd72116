/** Requests counted by the second in which they were answered. */
export interface Rates {
  count(atMs: number): void;
  /** From `fromMs` to before `untilMs`. */
  between(fromMs: number, untilMs: number): RateSummary;
}

/** Requests a second. */
export interface RateSummary {
  readonly mean: number;
  /** Of one second. */
  readonly peak: number;
}

/** Makes empty {@link Rates}. */
export function createRates(): Rates {
  const seconds = new Map<number, number>();
  return {
    count: (atMs) => {
      const second = Math.floor(atMs / 1_000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    },
    between: (fromMs, untilMs) => {
      const [from, until] = [Math.floor(fromMs / 1_000), Math.floor(untilMs / 1_000)];
      const counts = Array.from({ length: until - from }, (_, index) => seconds.get(from + index) ?? 0);
      const sum = counts.reduce((total, count) => total + count, 0);
      return { mean: counts.length === 0 ? 0 : sum / counts.length, peak: Math.max(0, ...counts) };
    },
  };
}
