import { expect, onTestFinished } from 'vitest';
import type { Clock } from '../../../src/shared/clock.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /**
   * Moves wall and monotonic time on by `ms`, running every timer that comes due, in order, also those that were started
   * meanwhile. Promises that hang on a timer are settled before the next timer runs.
   */
  advance(ms: number): Promise<void>;
  /** Lets the wall clock jump (a time server, a dead battery); timers and monotonic time do not notice. */
  setNow(epochMs: number): void;
  /** How many timers are waiting: 0 after a clean `stop()`. */
  pendingTimers(): number;
}

interface PendingTimer {
  readonly due: number;
  readonly action: () => void;
}

/**
 * Makes a {@link FakeClock} whose wall time begins at `startMs` and whose monotonic time begins at 0. When the test and its
 * `afterEach` have ended no timer may be waiting: whatever was started was stopped.
 */
export function createFakeClock(startMs = Date.UTC(2026, 0, 15, 12)): FakeClock {
  let elapsed = 0;
  let wallOffset = startMs;
  let waiting: PendingTimer[] = [];

  const takeNext = (until: number): PendingTimer | null => {
    let next: PendingTimer | null = null;
    for (const timer of waiting) {
      if (timer.due <= until && (next === null || timer.due < next.due)) next = timer;
    }
    waiting = waiting.filter((timer) => timer !== next);
    return next;
  };

  onTestFinished(() => {
    expect(waiting.length, 'timers that nobody stopped').toBe(0);
  });
  return {
    now: () => wallOffset + elapsed,
    monotonic: () => elapsed,
    after(delayMs, action) {
      const timer = { due: elapsed + Math.max(0, delayMs), action };
      waiting.push(timer);
      return {
        cancel: () => {
          waiting = waiting.filter((other) => other !== timer);
        },
      };
    },
    async advance(ms) {
      const until = elapsed + ms;
      await settlePromises();
      for (let timer = takeNext(until); timer !== null; timer = takeNext(until)) {
        elapsed = Math.max(elapsed, timer.due);
        timer.action();
        await settlePromises();
      }
      elapsed = until;
    },
    setNow: (epochMs) => {
      wallOffset = epochMs - elapsed;
    },
    pendingTimers: () => waiting.length,
  };
}

/** A turn of the event loop: every promise that can settle by itself has settled after it. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
