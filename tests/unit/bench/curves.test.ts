import { expect, test } from 'vitest';
import { drawCurves } from '../../bench/curves.ts';
import { trendOf, type TrendPoint } from '../../bench/trend.ts';

test('Each run is a line from edge to edge of its field, with the slope through it, and texts are escaped', () => {
  const runs: TrendPoint[][] = [[0, 1, 2, 3, 4, 5, 6, 7].map((x) => [x * 10, 2 * x])];
  const svg = drawCurves('5 < 6', [{ title: 'heap & more', unit: 'MB', runs, trend: trendOf(runs) }]);
  expect(svg).toContain('5 &#60; 6');
  expect(svg).toContain('heap &#38; more, MB');
  const [curve, slope] = [...svg.matchAll(/points="([^"]+)"/g)].map(([, points]) => points?.split(' '));
  expect(curve?.[0]).toBe('62,176');
  expect(curve?.at(-1)).toBe('448,30');
  expect(slope).toEqual(['62,176', '448,30']);
});

test('A series that never changes, and one that is not there, are drawn as well', () => {
  const flat = { title: 'flat', unit: '', runs: [[[0, 5] as const, [10, 5] as const]], trend: null };
  const svg = drawCurves('two', [flat, { title: 'none', unit: '', runs: [], trend: null }]);
  expect(svg).toContain('points="62,103 448,103"');
  expect(svg).not.toContain('NaN');
});
