import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelay, spread } from '../../../src/shared/back-off.ts';

describe('retryDelay', () => {
  const most = (): number => 0.999_999;

  it('doubles its range with each attempt until the cap', () => {
    const pace = { baseMs: 1_000, capMs: 6_000 };
    const delays = [0, 1, 2, 3, 4].map((attempt) => retryDelay(null, attempt, pace, most));
    expect(delays).toEqual([1_000, 2_000, 4_000, 6_000, 6_000]);
  });

  it('waits for the floor, or for what the server asks, and spreads beyond that', () => {
    const asked = { code: 'rate-limited', message: '', params: { retryAfterSeconds: 42 } } as const;
    const pace = { baseMs: 5_000, floorMs: 10_000 };
    expect(retryDelay(null, 0, pace, () => 0)).toBe(10_000);
    expect(retryDelay(asked, 0, pace, () => 0)).toBe(42_000);
    expect(retryDelay(asked, 0, pace, most)).toBe(47_000);
    // Also where the cap of the place itself is shorter.
    expect(retryDelay(asked, 0, { baseMs: 5_000, capMs: 20_000 }, () => 0)).toBe(42_000);
  });

  it('stays between the floor and five minutes for every attempt, also absurd ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 5_000 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        fc.double(),
        (attempt, drawn, retryAfterSeconds) => {
          const params = { retryAfterSeconds };
          const failure = { code: 'rate-limited', message: '', params } as const;
          const delay = retryDelay(failure, attempt, { baseMs: 500, floorMs: 200 }, () => drawn);
          expect(delay).toBeGreaterThanOrEqual(200);
          expect(delay).toBeLessThanOrEqual(300_000);
        },
      ),
    );
  });
});

describe('spread', () => {
  it('reaches from a tenth below to a tenth above', () => {
    expect(spread(60_000, () => 0)).toBe(54_000);
    expect(spread(60_000, () => 0.5)).toBe(60_000);
    expect(spread(60_000, () => 0.999_999_9)).toBe(66_000);
  });
});
