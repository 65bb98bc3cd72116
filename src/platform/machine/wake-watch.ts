import { every } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import { createJumpLook } from '../../shared/clock-jump.ts';

const LOOK_EVERY_MS = 2_000;
/** A machine that stood for so long, or whose clock went on so much by itself, has slept; or its clock was set, ms. */
const SLEPT_MS = 10_000;

/** Notices that this machine slept and is awake again, in either shell. */
export interface WakeWatch {
  start(): void;
  stop(): void;
}

/**
 * Looks every two seconds: some systems' monotonic clock stands still in sleep, so that the wall clock jumps, and others' goes
 * on, so that the look itself comes late.
 */
export function createWakeWatch(clock: Clock, onWake: () => void): WakeWatch {
  let hasJumped = (): boolean => false;
  let lookedAt = 0;
  const looks = every(clock, LOOK_EVERY_MS, () => {
    const now = clock.monotonic();
    const isLate = now - lookedAt > LOOK_EVERY_MS + SLEPT_MS;
    lookedAt = now;
    if (hasJumped() || isLate) onWake();
  });
  return {
    start: () => {
      hasJumped = createJumpLook(clock, SLEPT_MS);
      lookedAt = clock.monotonic();
      looks.start();
    },
    stop: looks.stop,
  };
}
