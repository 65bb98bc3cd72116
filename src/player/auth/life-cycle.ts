import { retryDelay, spread, spreadFirst } from '../../shared/back-off.ts';
import type { AuthState, SessionBeginning } from './auth.types.ts';

/** On its own the player makes at most one authentication call in this time (docs/server-contract.md, Budgets). */
export const SHORTEST_GAP_MS = 10_000;

/**
 * Once the limit of sign-ins refused a call, other screens share this one's address: for a day its verifications, which count
 * for the same limit, come hourly, so that they leave it to those that have to sign in.
 */
const CROWDED_VERIFY_MS = 3_600_000;
const CROWDED_FOR_MS = 24 * 3_600_000;

/** Where the sign-in stands. Moments are monotonic, in ms. */
export interface LifeCycle {
  readonly authState: AuthState;
  /** The server knows no sign-in: the legacy playlist call is in use. */
  readonly legacy: boolean;
  /** What the next authentication call is. */
  readonly next: 'verify' | 'renew';
  /** Failed authentication calls in a row. */
  readonly failures: number;
  /** Before this no authentication call goes out on its own. */
  readonly earliestAt: number;
  /** Until then this screen knows that it shares its address with many. */
  readonly crowdedUntil: number;
  /** The next verification is the first after a start or an outage. */
  readonly isFirst: boolean;
}

/** What happened. `random` is from 0 to below 1. */
export type LifeCycleEvent =
  | { readonly kind: 'call-began'; readonly at: number }
  /** The server knows the auth code, or gave a new one; or answered the legacy call. */
  | { readonly kind: 'accepted' }
  /** The auth code is not known any more; without a code or password it cannot be renewed. */
  | {
      readonly kind: 'auth-code-refused';
      readonly canRenew: boolean;
      readonly at: number;
      readonly random: number;
    }
  /** The code or password is not accepted. */
  | { readonly kind: 'sign-in-refused'; readonly at: number; readonly random: number }
  /** The server has no sign-in; `canAskOlder`: there is a code for the legacy call. */
  | {
      readonly kind: 'no-sign-in';
      readonly canAskOlder: boolean;
      readonly at: number;
      readonly random: number;
    }
  /** No verdict: an outage, a time-out, a server's trouble, a limit. */
  | {
      readonly kind: 'failed';
      readonly at: number;
      readonly random: number;
      readonly retryAfterMs: number | null;
    }
  /** The limit that screens behind one address share refused the call; `waitMs`: how long to leave it alone. */
  | { readonly kind: 'limited'; readonly at: number; readonly waitMs: number };

/**
 * The state before the first call, at the moment `at`. `legacy`: this screen was paired with a server that knows no sign-in. A
 * sign-in that the server has just answered is not verified at once: that would double what a new screen takes of the limit.
 */
export function beginLifeCycle(legacy: boolean, beginning: SessionBeginning = 'stored', at = 0): LifeCycle {
  return {
    authState: beginning === 'stored' ? 'unknown' : 'authorized',
    legacy,
    next: legacy ? 'renew' : 'verify',
    failures: 0,
    earliestAt: 0,
    crowdedUntil: beginning === 'crowded' ? at + CROWDED_FOR_MS : 0,
    isFirst: true,
  };
}

/** The state after an event. */
export function advanceLifeCycle(state: LifeCycle, event: LifeCycleEvent): LifeCycle {
  switch (event.kind) {
    case 'call-began':
      return { ...state, earliestAt: Math.max(state.earliestAt, event.at + SHORTEST_GAP_MS) };
    case 'accepted':
      return {
        ...state,
        authState: 'authorized',
        next: state.legacy ? 'renew' : 'verify',
        failures: 0,
        isFirst: state.authState === 'unknown' || state.failures > 0,
      };
    case 'auth-code-refused':
      return event.canRenew
        ? { ...state, next: 'renew' }
        : { ...backOff(state, event), authState: 'unauthorized' };
    case 'sign-in-refused':
      return { ...backOff(state, event), authState: 'unauthorized', next: 'renew' };
    case 'no-sign-in':
      return event.canAskOlder
        ? { ...state, legacy: true, next: 'renew', failures: 0 }
        : backOff(state, event);
    case 'failed':
      return backOff(state, event);
    case 'limited':
      return {
        ...state,
        failures: state.failures + 1,
        earliestAt: Math.max(state.earliestAt, event.at + event.waitMs),
        crowdedUntil: event.at + CROWDED_FOR_MS,
      };
  }
}

/** A sign-in that worked is the newer way; until then an legacy server stays one. */
export function signedInNewly(state: LifeCycle): LifeCycle {
  return advanceLifeCycle({ ...state, legacy: false }, { kind: 'accepted' });
}

function backOff(
  state: LifeCycle,
  event: { readonly at: number; readonly random: number; readonly retryAfterMs?: number | null },
): LifeCycle {
  const drawn = retryDelay(null, state.failures, { baseMs: SHORTEST_GAP_MS }, () => event.random);
  // The first waits are no longer than the gap itself, so that a poll can wait for them; what the limit of sign-ins asks
  // for is waited in full, however long.
  const wait = Math.max(SHORTEST_GAP_MS, drawn, event.retryAfterMs ?? 0);
  return {
    ...state,
    failures: state.failures + 1,
    earliestAt: Math.max(state.earliestAt, event.at + wait),
  };
}

/**
 * How long until the next call on its own, in ms. While all is well that is the interval of the verification, spread
 * over a fleet; otherwise as soon as {@link LifeCycle.earliestAt} allows.
 */
export function nextCallIn(
  state: LifeCycle,
  { at, random, verifyMs }: { readonly at: number; readonly random: () => number; readonly verifyMs: number },
): number {
  const atEase =
    state.failures === 0 && (state.next === 'verify' || state.legacy) && state.authState !== 'unknown';
  const soonest = Math.max(0, state.earliestAt - at);
  if (!atEase) return soonest;
  const aroundMs = at < state.crowdedUntil ? Math.max(verifyMs, CROWDED_VERIFY_MS) : verifyMs;
  return Math.max(soonest, state.isFirst ? spreadFirst(aroundMs, random) : spread(aroundMs, random));
}
