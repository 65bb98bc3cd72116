import { expect, it } from 'vitest';
import { slownessOf } from '../../../../src/platform/machine/machine-load.ts';

it.each([
  [0, 2, 1],
  [4, 2, 1],
  [6, 2, 1.5],
  [7, 1, 2],
  [400, 4, 2],
])('a load of %d on %d cores stretches by %d', (load, cores, expected) => {
  expect(slownessOf(load, cores)).toBe(expected);
});
