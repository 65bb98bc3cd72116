import { retryDelay, spread } from '../../shared/back-off.ts';
import type { AuthState } from './auth.types.ts';

/** On its own the player makes at most one authentication call in this time (docs/server-contract.md, Budgets). */
export const SHORTEST_GAP_MS = 10_000;

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
    };

/** The state before the first call. `legacy`: this screen was paired with a server that knows no sign-in. */
export function beginLifeCycle(legacy: boolean): LifeCycle {
  return { authState: 'unknown', legacy, next: legacy ? 'renew' : 'verify', failures: 0, earliestAt: 0 };
}

/** The state after an event. */
export function advanceLifeCycle(state: LifeCycle, event: LifeCycleEvent): LifeCycle {
  switch (event.kind) {
    case 'call-began':
      return { ...state, earliestAt: Math.max(state.earliestAt, event.at + SHORTEST_GAP_MS) };
    case 'accepted':
      return { ...state, authState: 'authorized', next: state.legacy ? 'renew' : 'verify', failures: 0 };
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
  return atEase ? Math.max(soonest, spread(verifyMs, random)) : soonest;
}
