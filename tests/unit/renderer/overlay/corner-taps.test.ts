import { describe, expect, it } from 'vitest';
import { createCornerTaps } from '../../../../renderer/overlay/corner-taps.ts';

describe('the taps that open the overlay', () => {
  const corner = { x: 20, y: 20 };

  it('are five in the corner within three seconds', () => {
    const taps = createCornerTaps();
    expect([0, 700, 1_400, 2_100, 2_999].map((at) => taps.tap(corner, at))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('are not five slow ones, nor five with one elsewhere', () => {
    const slow = createCornerTaps();
    expect([0, 800, 1_600, 2_400, 3_200].some((at) => slow.tap(corner, at))).toBe(false);
    const stray = createCornerTaps();
    const points = [corner, corner, { x: 500, y: 20 }, corner, corner];
    expect(points.some((point, index) => stray.tap(point, index * 100))).toBe(false);
  });
});
