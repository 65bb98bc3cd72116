/** One look: how far the run was, and what was held. */
export type TrendPoint = readonly [x: number, y: number];

/** A straight line through looks that belong to one or more runs. */
export interface Trend {
  /** Growth of y for each step of x. */
  readonly each: number;
  /** Half of the 95 % interval of `each`. */
  readonly doubt: number;
  /** Of all y. */
  readonly mean: number;
  readonly points: number;
  /** How much a look is like the one before it, 0 to 1, as it was allowed for. */
  readonly likeness: number;
  /** Where the line lies in each run, at the run's mean of x. */
  readonly lines: readonly { readonly meanX: number; readonly meanY: number }[];
}

/** 97.5 % of a normal distribution lie below. */
const NORMAL = 1.959_964;
/** More likeness than this cannot be told from a walk that goes anywhere. */
const MOST_LIKENESS = 0.98;
const LEAST_POINTS = 5;

/**
 * Fits one slope to all runs by least squares, with a height of its own for each: a process that starts anew starts elsewhere.
 *
 * Looks that follow each other are alike, so they say less than their number: the interval is that of as many independent
 * looks as a first-order autoregression of the residuals is worth, (1 − r) / (1 + r) of them, with r corrected for what
 * fitting a line takes from it, never below 0, and Student's t for what is left. Null when that is too few to say anything.
 */
export function trendOf(runs: readonly (readonly TrendPoint[])[]): Trend | null {
  const centred = runs.filter((run) => run.length >= LEAST_POINTS).map(centre);
  const all = centred.flatMap(({ points }) => points);
  const spread = sumOf(all, ([x]) => x * x);
  if (spread === 0) return null;
  const each = sumOf(all, ([x, y]) => x * y) / spread;
  const residuals = centred.map(({ points }) => points.map(([x, y]) => y - each * x));
  const missed = sumOf(residuals.flat(), (residual) => residual * residual);
  const fitted = centred.length + 1;
  const likeness = likenessOf(residuals, missed);
  const independent = (all.length * (1 - likeness)) / (1 + likeness);
  const freedom = independent - fitted;
  if (freedom < 1) return null;
  const variance = missed / (all.length - fitted) / spread;
  const doubt = studentsT(freedom) * Math.sqrt((variance * (1 + likeness)) / (1 - likeness));
  const mean = sumOf(centred, ({ meanY, points }) => meanY * points.length) / all.length;
  return { each, doubt, mean, points: all.length, likeness, lines: centred };
}

function centre(run: readonly TrendPoint[]): {
  readonly meanX: number;
  readonly meanY: number;
  readonly points: readonly TrendPoint[];
} {
  const meanX = sumOf(run, ([x]) => x) / run.length;
  const meanY = sumOf(run, ([, y]) => y) / run.length;
  return { meanX, meanY, points: run.map(([x, y]) => [x - meanX, y - meanY]) };
}

/** The first autocorrelation of the residuals; fitting a height and a slope lowers it by (2 + 4 r) / n (Marriott and Pope, 1954). */
function likenessOf(residuals: readonly (readonly number[])[], missed: number): number {
  if (missed === 0) return 0;
  const together = sumOf(residuals, (run) =>
    sumOf(run.slice(1), (residual, at) => residual * (run[at] ?? 0)),
  );
  const length = residuals.flat().length / residuals.length;
  const corrected = ((together / missed) * length + 2) / Math.max(1, length - 4);
  return Math.min(MOST_LIKENESS, Math.max(0, corrected));
}

/** 97.5 % of Student's t with `freedom` degrees lie below (Cornish and Fisher's series; to 1 % from four degrees on, less below). */
export function studentsT(freedom: number): number {
  const z = NORMAL;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}

function sumOf<Value>(values: readonly Value[], of: (value: Value, at: number) => number): number {
  return values.reduce((sum, value, at) => sum + of(value, at), 0);
}
