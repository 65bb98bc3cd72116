import { LONGEST_WAIT_MS, retryDelay, spread } from '../../shared/back-off.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import { rereadInterval } from './expiry.ts';
import { every } from '../../shared/async.ts';

const FIRST_READ_MS = 5_000;
const SHORTEST_RETRY_MS = 5_000;
const EXPIRY_CHECK_MS = 3_600_000;

export interface TrustWatchDependencies {
  readonly clock: Clock;
  readonly random: () => number;
  /** How often the announcement is read while the end is far (docs/server-contract.md, Budgets: 6 h). */
  readonly rereadMs: number;
  /** Days until the certificate in use ends; null without one. */
  readonly daysLeft: () => number | null;
  /** Reads the announcement; false when that failed and should be tried again soon. */
  readonly reread: () => Promise<boolean>;
  readonly checkExpiry: () => void;
}

/** Reads the announcement and looks at the expiry from time to time. */
export interface TrustWatch {
  start(): void;
  stop(): void;
}

export function createTrustWatch(options: TrustWatchDependencies): TrustWatch {
  const { clock, random } = options;
  const pace = {
    baseMs: SHORTEST_RETRY_MS,
    floorMs: SHORTEST_RETRY_MS,
    capMs: Math.min(LONGEST_WAIT_MS, options.rereadMs),
  };
  let rereadTimer: ClockTimer | null = null;
  let failures = 0;
  // A read that is still under way when the watch is stopped must not set a timer afterwards.
  let run = 0;

  const nextReread = (succeeded: boolean): number => {
    if (succeeded) return spread(rereadInterval(options.daysLeft(), options.rereadMs), random);
    return retryDelay(null, failures - 1, pace, random);
  };

  const reread = async (started: number): Promise<void> => {
    const succeeded = await options.reread();
    if (run !== started) return;
    failures = succeeded ? 0 : failures + 1;
    rereadTimer = clock.after(nextReread(succeeded), () => void reread(started));
  };

  const expiryChecks = every(clock, EXPIRY_CHECK_MS, options.checkExpiry);

  const stop = (): void => {
    run += 1;
    rereadTimer?.cancel();
    expiryChecks.stop();
  };

  return {
    start: () => {
      stop();
      failures = 0;
      const started = run;
      rereadTimer = clock.after(spread(FIRST_READ_MS, random), () => void reread(started));
      options.checkExpiry();
      expiryChecks.start();
    },
    stop,
  };
}
