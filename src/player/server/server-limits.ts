import type { CallCode } from '../../shared/failure-codes.ts';
import type { Clock } from '../../shared/clock.ts';
import { fail, type Failure, type Result } from '../../shared/result.ts';

/** Remembers for how long the server asked not to be called (docs/server-contract.md, Budgets: `Retry-After` is honoured). */
export interface ServerLimits {
  /** The failure with which a call must end unsent; null when it may go. */
  check(call: string): Result<never, CallCode> | null;
  /** Takes a failed answer's `retryAfterSeconds` over. */
  note(call: string, failure: Failure): void;
}

/** Limits by the name of the call, counted on the clock that never jumps. */
export function createServerLimits(clock: Clock): ServerLimits {
  const until = new Map<string, number>();
  return {
    check: (call) => {
      const remaining = (until.get(call) ?? 0) - clock.monotonic();
      if (remaining <= 0) return null;
      const retryAfterSeconds = Math.ceil(remaining / 1000);
      return fail('rate-limited', 'The server asked to wait.', { retryAfterSeconds });
    },
    note: (call, failure) => {
      const seconds = failure.params?.['retryAfterSeconds'];
      if (typeof seconds === 'number') until.set(call, clock.monotonic() + seconds * 1000);
    },
  };
}
