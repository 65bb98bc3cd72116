import { expect, it } from 'vitest';
import { rateOf } from '../../../../renderer/overlay/use-refresh-rate.ts';

it('is that of most frames, whatever came late', () => {
  const even = Array.from({ length: 40 }, (_, frame) => frame * 16.67);
  expect(rateOf(even)).toBe(60);
  expect(rateOf([...even, 1_500, 1_517, 1_534])).toBe(60);
  expect(rateOf([5])).toBeNull();
});
