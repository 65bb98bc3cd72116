import { expect, test } from 'vitest';
import { growthOf, lowestOfEach } from '../../bench/soak-growth.ts';
import type { TrendPoint } from '../../bench/trend.ts';

const LOOKS = 135;
/** What one look of a soak held by turns: with a drawing, with the controls of a film, with neither. */
const byTurns = [181, 34, 187, 330, 183, 188, 41, 181, 194];

test('What comes and goes has not grown, however rare the look is that sees the least', () => {
  const seen = looks((at) => byTurns[(at * 7) % byTurns.length] ?? 0);
  expect(growthOf(seen)).toBe(0);
  // Once, in the first third: less than ever again.
  expect(growthOf(seen.map(([x, y], at) => [x, at === 20 ? 33 : y] as const))).toBe(0);
});

test('One that stays of every thousand showings is told', () => {
  const seen = looks((at) => (byTurns[(at * 7) % byTurns.length] ?? 0) + Math.floor((at * 30) / 1_000));
  expect(growthOf(seen)).toBeGreaterThan(0);
});

test('Of each few looks the lowest is left; what is over at the end is not looked at', () => {
  const seen = looks((at) => (at % 3 === 1 ? 5 : 9)).slice(0, 8);
  expect(lowestOfEach(seen, 3)).toEqual([
    [30, 5],
    [120, 5],
  ]);
});

function looks(held: (at: number) => number): TrendPoint[] {
  return Array.from({ length: LOOKS }, (_, at) => [at * 30, held(at)] as const);
}
