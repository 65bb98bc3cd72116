import type { TrendPoint } from './trend.ts';

/**
 * The lowest of each `count` looks that follow each other: what leaves and what comes are held together for a moment, and a machine
 * that is busy holds them longer; what stays is in all of them.
 */
export function lowestOfEach(run: readonly TrendPoint[], count: number): TrendPoint[] {
  return Array.from({ length: Math.floor(run.length / count) }, (_, part) =>
    run.slice(part * count, (part + 1) * count).reduce((low, look) => (look[1] < low[1] ? look : low)),
  );
}

/**
 * By how much the lowest look of the last third lies above those of the first third. That third's lowest tenth is left out: what
 * was seen once may well be missed in as many looks, but what every tenth of them saw is missed by 45 in one case of a hundred.
 */
export function growthOf(run: readonly TrendPoint[]): number {
  const third = Math.max(1, Math.floor(run.length / 3));
  const sorted = (points: readonly TrendPoint[]): number[] => points.map(([, y]) => y).sort((a, b) => a - b);
  const [first, last] = [sorted(run.slice(0, third)), sorted(run.slice(-third))];
  const usual = first[Math.floor(first.length / 10)] ?? Number.NaN;
  return Math.max(0, (last[0] ?? Number.NaN) - usual);
}
