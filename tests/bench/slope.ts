/** A straight line through points, by least squares. */
export interface Slope {
  /** Growth of y for each step of x. */
  readonly each: number;
  /** Twice its standard error: a slope within it cannot be told from none. */
  readonly doubt: number;
}

/** Fits a line through at least three points. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Slope {
  const count = points.length;
  if (count < 3) throw new Error('A slope needs at least three points.');
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / count;
  const [meanX, meanY] = [meanOf(points.map(([x]) => x)), meanOf(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const each = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const missed = points.reduce((sum, [x, y]) => sum + (y - meanY - each * (x - meanX)) ** 2, 0);
  return { each, doubt: 2 * Math.sqrt(missed / (count - 2) / spread) };
}
