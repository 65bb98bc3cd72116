import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSharedLimit,
  retryDelay,
  sharedLimitDelay,
  spread,
  spreadFirst,
} from '../../../src/shared/back-off.ts';

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

  it('does not gather a fleet at the longest wait when the server asks for more', () => {
    const asked = { code: 'rate-limited', message: '', params: { retryAfterSeconds: 600 } } as const;
    const pace = { baseMs: 5_000, capMs: 60_000 };
    expect(retryDelay(asked, 9, pace, () => 0)).toBe(300_000);
    expect(retryDelay(asked, 9, pace, () => 0.5)).toBe(270_000);
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

describe('a limit that many screens share', () => {
  const refused = {
    code: 'rate-limited',
    message: '',
    params: { status: 429, retryAfterSeconds: 37 },
  } as const;
  const unsaid = { code: 'rate-limited', message: '', params: { status: 429 } } as const;
  const most = (): number => 0.999_999_9;

  it('is the answer 429, not an overloaded server or a wait that the player remembers by itself', () => {
    expect(isSharedLimit(refused)).toBe(true);
    expect(isSharedLimit({ ...refused, params: { status: 503, retryAfterSeconds: 37 } })).toBe(false);
    expect(isSharedLimit({ ...refused, params: { retryAfterSeconds: 37 } })).toBe(false);
    expect(isSharedLimit({ ...refused, code: 'refused' })).toBe(false);
  });

  it('is waited out, and then for a random time that doubles up to ten minutes', () => {
    expect([0, 1, 2, 3, 50].map((refusals) => sharedLimitDelay(refused, refusals, () => 0))).toEqual(
      Array.from({ length: 5 }, () => 37_000),
    );
    const longest = [0, 1, 2, 3, 50].map((refusals) => sharedLimitDelay(refused, refusals, most) - 37_000);
    expect(longest).toEqual([150_000, 300_000, 600_000, 600_000, 600_000]);
  });

  it('is taken for one by the minute where the server does not say', () => {
    expect(sharedLimitDelay(unsaid, 0, () => 0)).toBe(60_000);
    expect(sharedLimitDelay({ ...unsaid, params: { status: 429, retryAfterSeconds: -5 } }, 0, () => 0)).toBe(
      0,
    );
    expect(
      sharedLimitDelay({ ...unsaid, params: { status: 429, retryAfterSeconds: Number.NaN } }, -3, most),
    ).toBe(210_000);
  });
});

it('spreads a first interval from half to one and a half', () => {
  expect([0, 0.5, 0.999_999_9].map((drawn) => spreadFirst(60_000, () => drawn))).toEqual([
    30_000, 60_000, 90_000,
  ]);
});
