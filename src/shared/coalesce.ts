import type { Clock, ClockTimer } from './clock.ts';

/** An action that many may ask for and that runs at most once in a while. */
export interface Coalesced {
  /** Asks for it; it runs soon, once for all who asked meanwhile. */
  ask(): void;
  /** Takes back what was asked for and has not run. */
  cancel(): void;
}

/** Runs `action` at most once every `gapMs` on `clock`, the first time at once after a quiet while. */
export function coalesce(clock: Clock, gapMs: number, action: () => void): Coalesced {
  let timer: ClockTimer | null = null;
  let ranAt = Number.NEGATIVE_INFINITY;
  return {
    ask: () => {
      timer ??= clock.after(Math.max(0, ranAt + gapMs - clock.monotonic()), () => {
        timer = null;
        ranAt = clock.monotonic();
        action();
      });
    },
    cancel: () => {
      timer?.cancel();
      timer = null;
    },
  };
}
