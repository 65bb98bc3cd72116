import { expect, test } from 'vitest';
import { studentsT, trendOf, type Trend, type TrendPoint } from '../../bench/trend.ts';

const LOOKS = 150;
const EVERY = 30;

test('A line without noise is found as it is, and nothing is doubted', () => {
  const trend = found([[...Array(20).keys()].map((x) => [x, 3 + 2 * x])]);
  expect(trend.each).toBeCloseTo(2, 12);
  expect(trend.doubt).toBeCloseTo(0, 9);
  expect(trend.mean).toBeCloseTo(22, 12);
});

test('The interval of independent residuals is that of the textbook', () => {
  // 15.5 / 17.5 ± 2.776 √(3.7714 / 4 / 17.5). These residuals alternate, which may not narrow it.
  const trend = found([[1, 3, 2, 5, 4, 6].map((y, at) => [at + 1, y])]);
  expect(trend.each).toBeCloseTo(0.8857, 4);
  expect(trend.likeness).toBe(0);
  expect(trend.doubt).toBeCloseTo(0.644, 2);
});

test.each([
  [4, 2.776],
  [10, 2.228],
  [30, 2.042],
  [1_000, 1.962],
])('97.5 % of the t distribution with %i degrees lie below %f', (freedom, known) => {
  expect(studentsT(freedom) / known).toBeCloseTo(1, 2);
});

test('A planted leak is found, and its size lies within the interval', () => {
  const random = seeded(1);
  const leak = 0.000_5;
  const trend = found([series(random, 0.6, (x) => 100 + leak * x)]);
  expect(trend.each - trend.doubt).toBeGreaterThan(0);
  expect(Math.abs(trend.each - leak)).toBeLessThan(trend.doubt);
});

test.each([0, 0.3, 0.6, 0.8])(
  'A flat series is called a leak no more often than its 95 % allow, however alike its looks are (%f)',
  (likeness) => {
    const runs = 400;
    const called = [...Array(runs).keys()].filter((seed) => {
      const { each, doubt } = found([series(seeded(seed), likeness, () => 100)]);
      return each - doubt > 0;
    });
    // 2.5 % of 400, and three standard errors.
    expect(called.length).toBeLessThanOrEqual(20);
  },
);

test('A process that starts anew starts elsewhere, which is no slope', () => {
  const random = seeded(7);
  const [first, second] = [series(random, 0.3, () => 100), series(random, 0.3, () => 160)];
  const later = second.map(([x, y]): TrendPoint => [x + LOOKS * EVERY, y]);
  const { each, doubt } = found([first, later]);
  expect(Math.abs(each)).toBeLessThan(doubt);
  const leaking = [first, later].map((run) => run.map(([x, y]): TrendPoint => [x, y + 0.001 * x]));
  expect(found(leaking).each).toBeCloseTo(each + 0.001, 9);
});

test('Too few looks, or looks that all say the same of one another, give no slope', () => {
  expect(trendOf([])).toBeNull();
  expect(
    trendOf([
      [
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ],
    ]),
  ).toBeNull();
  const walk: TrendPoint[] = [];
  for (let x = 0, y = 0; x < 40; x++) walk.push([x, (y += x < 20 ? 1 : -1)]);
  expect(trendOf([walk])).toBeNull();
});

function found(runs: readonly (readonly TrendPoint[])[]): Trend {
  const trend = trendOf(runs);
  if (trend === null) throw new Error('There is no slope.');
  return trend;
}

/** Looks whose noise follows a first-order autoregression with a spread of 1. */
function series(random: () => number, likeness: number, level: (x: number) => number): TrendPoint[] {
  let noise = normal(random);
  return [...Array(LOOKS).keys()].map((look) => {
    noise = likeness * noise + Math.sqrt(1 - likeness ** 2) * normal(random);
    return [look * EVERY, level(look * EVERY) + noise];
  });
}

/** Near enough to a normal distribution. */
const normal = (random: () => number): number => [...Array(12).keys()].reduce((sum) => sum + random(), 0) - 6;

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed * 2_654_435_769;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
