/** A timer that was started with {@link Clock.after}. */
export interface ClockTimer {
  /** Stops the timer; calling it again, or after it fired, does nothing. */
  cancel(): void;
}

/**
 * Time as the player sees it: handed in, so that tests move it by hand.
 *
 * Wall time (`now`) is for people and for the server; it may jump or start in 1970. Waiting and measuring use
 * `monotonic` and `after`, which never jump.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch by the machine's own clock. */
  now(): number;
  /** Milliseconds since some fixed moment; never goes back. */
  monotonic(): number;
  /** Calls `action` once after `delayMs` (clamped to what a timer can hold). */
  after(delayMs: number, action: () => void): ClockTimer;
}

const LONGEST_TIMER_MS = 2_147_483_647;

/** The real clock of this process. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(delayMs, action) {
      const timer = setTimeout(action, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
      return {
        cancel: () => {
          clearTimeout(timer);
        },
      };
    },
  };
}

/** Waits `delayMs` on `clock`, or less when `signal` aborts; tells whether the whole wait passed. */
export function wait(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted === true) return Promise.resolve(false);
  return new Promise((resolve) => {
    const onAbort = (): void => {
      timer.cancel();
      resolve(false);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve(true);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Waits for `promise`, but for `limitMs` at the longest; whichever comes first, no timer is left. */
export async function waitAtMost(clock: Clock, promise: Promise<unknown>, limitMs: number): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([promise, wait(clock, limitMs, over.signal)]);
  } finally {
    over.abort();
  }
}
