import { expect, test } from 'vitest';
import { SHIFT_EVERY_MS, SHIFT_PX, shiftAt } from '../../../../renderer/over-stage/pixel-shift.ts';

test('the picture moves by one pixel at a time, at most four in a minute, and never beyond its overscan', () => {
  const places = new Set<string>();
  for (let step = -400; step < 400; step += 1) {
    const [here, next] = [shiftAt(step), shiftAt(step + 1)];
    expect(Math.abs(here.x - next.x) + Math.abs(here.y - next.y)).toBe(1);
    expect(Math.max(Math.abs(here.x), Math.abs(here.y))).toBeLessThanOrEqual(SHIFT_PX);
    places.add(`${here.x} ${here.y}`);
  }
  expect(60_000 / SHIFT_EVERY_MS).toBeLessThanOrEqual(4);
  expect(places.size).toBe((2 * SHIFT_PX + 1) ** 2);
});
