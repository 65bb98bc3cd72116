import { wait, type Clock } from '../../shared/clock.ts';

/** Holds all downloads together to a rate. */
export interface DownloadRate {
  /** So many bytes came: resolves when the next may be asked for, at once without a limit, earlier when `signal` aborts. */
  spend(bytes: number, signal: AbortSignal): Promise<void>;
}

/** A late timer may be made up for by so much; nothing else is saved up. */
const CREDIT_MS = 100;

/** Makes the rate; `limitKbps` is asked each time, in thousands of bits a second, 0: no limit. */
export function createDownloadRate(clock: Clock, limitKbps: () => number): DownloadRate {
  /** When everything that came so far would have come at exactly the limit (monotonic ms). */
  let paidUntilMs = Number.NEGATIVE_INFINITY;
  return {
    async spend(bytes, signal) {
      const limit = limitKbps();
      if (limit === 0) return;
      const nowMs = clock.monotonic();
      // A thousand bits a second are one bit a millisecond.
      paidUntilMs = Math.max(paidUntilMs, nowMs - CREDIT_MS) + (bytes * 8) / limit;
      if (paidUntilMs > nowMs) await wait(clock, paidUntilMs - nowMs, signal);
    },
  };
}
