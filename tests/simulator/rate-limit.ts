import type { RateLimit } from './types.ts';

export interface RateLimiter {
  /** Counts a call: null when it may pass, else the seconds after which the next one may. */
  call(remoteAddress: string): number | null;
  setLimit(limit: RateLimit | false): void;
  reset(): void;
}

/** A sliding window for each remote address; a refused call does not count. */
export function createRateLimiter(
  initial: RateLimit | false,
  monotonicMs: () => number = () => performance.now(),
): RateLimiter {
  let limit = initial;
  const calls = new Map<string, number[]>();
  return {
    call(remoteAddress) {
      if (limit === false) return null;
      const now = monotonicMs();
      const { requests, windowMs } = limit;
      const recent = (calls.get(remoteAddress) ?? []).filter((at) => now - at < windowMs);
      calls.set(remoteAddress, recent);
      if (recent.length < requests) {
        recent.push(now);
        return null;
      }
      return Math.max(1, Math.ceil(((recent[0] ?? now) + windowMs - now) / 1000));
    },
    setLimit(changed) {
      limit = changed;
    },
    reset() {
      calls.clear();
    },
  };
}
