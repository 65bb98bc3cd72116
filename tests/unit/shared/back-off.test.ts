import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffDelay, spread } from '../../../src/shared/back-off.ts';

describe('backOffDelay', () => {
  it('doubles its ceiling with each attempt until the cap', () => {
    const ceilings = [0, 1, 2, 3, 4].map((attempt) =>
      backOffDelay({ attempt, baseMs: 1_000, capMs: 6_000, random: () => 0.999_999 }),
    );
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 6_000, 6_000]);
  });

  it('stays between nothing and the cap for every attempt, also absurd ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 5_000 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (attempt, drawn) => {
          const delay = backOffDelay({ attempt, baseMs: 500, capMs: 300_000, random: () => drawn });
          expect(delay).toBeGreaterThanOrEqual(0);
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
