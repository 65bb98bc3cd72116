import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossedThreshold, expiryToTell, rereadInterval } from '../../../../src/player/trust/expiry.ts';

describe('crossedThreshold', () => {
  it.each([
    [31, null],
    [30, 30],
    [15, 30],
    [14, 14],
    [8, 14],
    [7, 7],
    [2, 7],
    [1, 1],
    [0, 1],
    [-1, 0],
  ])('is for %d days left: %s', (days, threshold) => {
    expect(crossedThreshold(days)).toBe(threshold);
  });
});

describe('expiryToTell', () => {
  it('tells each threshold once while the days go by', () => {
    let told: { fingerprint: string; threshold: number } | null = null;
    const heard: number[] = [];
    for (let daysLeft = 40; daysLeft > -5; daysLeft -= 1) {
      const threshold = expiryToTell({ fingerprint: 'AA', daysLeft }, told);
      if (threshold === null) continue;
      told = { fingerprint: 'AA', threshold };
      heard.push(threshold);
    }
    expect(heard).toEqual([30, 14, 7, 1, 0]);
  });

  it('begins anew with another certificate', () => {
    expect(expiryToTell({ fingerprint: 'BB', daysLeft: 20 }, { fingerprint: 'AA', threshold: 1 })).toBe(30);
  });
});

it('reads the announcement hourly within thirty days of the end, and never less often than asked', () => {
  const hour = 3_600_000;
  expect(rereadInterval(31, 6 * hour)).toBe(6 * hour);
  expect(rereadInterval(30, 6 * hour)).toBe(hour);
  expect(rereadInterval(null, 6 * hour)).toBe(6 * hour);
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 168 * hour }), (days, interval) => {
      expect(rereadInterval(days, interval)).toBeLessThanOrEqual(interval);
    }),
  );
});
