import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceLifeCycle,
  beginLifeCycle,
  nextCallIn,
  SHORTEST_GAP_MS,
  signedInNewly,
  type LifeCycle,
} from '../../../../src/player/auth/life-cycle.ts';

const verifyMs = 300_000;

/** What a server may answer to one call. */
type Answer =
  | 'accepted'
  | 'refused'
  | 'no-sign-in'
  | 'offline'
  | { readonly retryAfterMs: number; readonly isLimit?: boolean };

const answers = fc.array(
  fc.record({
    answer: fc.oneof(
      fc.constantFrom<Answer>('accepted', 'refused', 'no-sign-in', 'offline'),
      fc.record({ retryAfterMs: fc.integer({ min: 0, max: 3_600_000 }), isLimit: fc.boolean() }),
    ),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    latency: fc.integer({ min: 0, max: 30_000 }),
  }),
  { maxLength: 60 },
);

function answered(
  state: LifeCycle,
  answer: Answer,
  at: number,
  random: number,
  canRenew: boolean,
): LifeCycle {
  if (typeof answer === 'object') {
    const { retryAfterMs, isLimit } = answer;
    return isLimit === true
      ? advanceLifeCycle(state, { kind: 'limited', at, waitMs: retryAfterMs })
      : advanceLifeCycle(state, { kind: 'failed', at, random, retryAfterMs });
  }
  switch (answer) {
    case 'accepted':
      return state.next === 'renew' ? signedInNewly(state) : advanceLifeCycle(state, { kind: 'accepted' });
    case 'refused':
      return state.next === 'verify'
        ? advanceLifeCycle(state, { kind: 'auth-code-refused', canRenew, at, random })
        : advanceLifeCycle(state, { kind: 'sign-in-refused', at, random });
    case 'no-sign-in':
      return advanceLifeCycle(state, { kind: 'no-sign-in', canAskOlder: true, at, random });
    case 'offline':
      return advanceLifeCycle(state, { kind: 'failed', at, random, retryAfterMs: null });
  }
}

describe('the life cycle of a sign-in', () => {
  it('keeps the budget, honours Retry-After and never gives up, whatever the server answers', () => {
    fc.assert(
      fc.property(answers, fc.boolean(), fc.boolean(), (script, older, canRenew) => {
        let state = beginLifeCycle(older);
        let at = 0;
        let lastCall = -Infinity;
        let notBefore = 0;
        for (const { answer, random, latency } of script) {
          const wait = nextCallIn(state, { at, random: () => random, verifyMs });
          at += wait;
          expect(at - lastCall).toBeGreaterThanOrEqual(SHORTEST_GAP_MS);
          expect(at).toBeGreaterThanOrEqual(notBefore);
          const longest = state.crowdedUntil > at - wait ? 5_400_000 : verifyMs * 1.5;
          expect(wait).toBeLessThanOrEqual(Math.max(longest, notBefore - (at - wait)));
          lastCall = at;
          state = advanceLifeCycle(state, { kind: 'call-began', at });
          at += latency;
          const before = state;
          state = answered(state, answer, at, random, canRenew);
          if (typeof answer === 'object') notBefore = at + answer.retryAfterMs;
          if (state.authState !== before.authState) {
            expect(answer).toBe(state.authState === 'authorized' ? 'accepted' : 'refused');
          }
          if (answer === 'accepted') expect(state).toMatchObject({ authState: 'authorized', failures: 0 });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('verifies at once, then about every five minutes', () => {
    const begun = beginLifeCycle(false);
    expect(nextCallIn(begun, { at: 0, random: () => 0.5, verifyMs })).toBe(0);
    const well = advanceLifeCycle(advanceLifeCycle(begun, { kind: 'call-began', at: 0 }), {
      kind: 'accepted',
    });
    expect([0, 1].map((drawn) => nextCallIn(well, { at: 100, random: () => drawn, verifyMs }))).toEqual([
      150_000, 450_000,
    ]);
    const later = advanceLifeCycle(well, { kind: 'accepted' });
    expect([0, 1].map((drawn) => nextCallIn(later, { at: 100, random: () => drawn, verifyMs }))).toEqual([
      270_000, 330_000,
    ]);
  });

  it('does not verify at once what the server has just answered', () => {
    const begun = beginLifeCycle(false, 'signed-in');
    expect(begun).toMatchObject({ authState: 'authorized', next: 'verify' });
    expect(nextCallIn(begun, { at: 0, random: () => 0.5, verifyMs })).toBe(verifyMs);
  });

  it('verifies hourly for a day after the limit refused a call, so that others can sign in', () => {
    const DAY = 24 * 3_600_000;
    const limited = advanceLifeCycle(
      advanceLifeCycle(beginLifeCycle(false), { kind: 'limited', at: 1_000, waitMs: 99_000 }),
      { kind: 'accepted' },
    );
    const soon = { at: 1_000, random: () => 0.5, verifyMs };
    expect(nextCallIn(limited, soon)).toBe(3_600_000);
    expect(nextCallIn(limited, { ...soon, verifyMs: 7_200_000 })).toBe(7_200_000);
    expect(nextCallIn(limited, { ...soon, at: DAY + 999 })).toBe(3_600_000);
    expect(nextCallIn(limited, { ...soon, at: DAY + 1_000 })).toBe(verifyMs);
    const signedIn = beginLifeCycle(false, 'crowded', 5_000);
    expect(nextCallIn(signedIn, { ...soon, at: DAY + 4_999 })).toBe(3_600_000);
    expect(nextCallIn(signedIn, { ...soon, at: DAY + 5_000 })).toBe(verifyMs);
  });

  it('waits as long as the limit bids, whatever the gap', () => {
    const limited = advanceLifeCycle(beginLifeCycle(false), { kind: 'limited', at: 0, waitMs: 637_000 });
    expect(limited).toMatchObject({ failures: 1, authState: 'unknown' });
    expect(nextCallIn(limited, { at: 7_000, random: () => 0.5, verifyMs })).toBe(630_000);
  });

  it('renews as soon as the gap allows when the auth code is refused, and stays authorized', () => {
    const refused = advanceLifeCycle(
      { ...beginLifeCycle(false), authState: 'authorized', earliestAt: 10_000 },
      { kind: 'auth-code-refused', canRenew: true, at: 1_000, random: 0.5 },
    );
    expect(refused).toMatchObject({ authState: 'authorized', next: 'renew' });
    expect(nextCallIn(refused, { at: 1_000, random: () => 0.5, verifyMs })).toBe(9_000);
  });

  it('is unauthorized at once where nothing can renew the auth code', () => {
    const event = { kind: 'auth-code-refused', canRenew: false, at: 0, random: 0.5 } as const;
    expect(advanceLifeCycle(beginLifeCycle(false), event)).toMatchObject({
      authState: 'unauthorized',
      next: 'verify',
    });
  });

  it('asks an older server from time to time whether it has learned to sign in', () => {
    const older = advanceLifeCycle(beginLifeCycle(true), { kind: 'accepted' });
    expect(older).toMatchObject({ legacy: true, next: 'renew' });
    expect(nextCallIn(older, { at: 0, random: () => 0.5, verifyMs })).toBe(verifyMs);
    expect(signedInNewly(older)).toMatchObject({ legacy: false, next: 'verify' });
  });
});
