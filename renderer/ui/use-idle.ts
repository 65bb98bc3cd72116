import { useEffect, useState } from 'react';
import type { Clock, ClockTimer } from '../../src/shared/clock.ts';

/** What stands over content closes itself after so long without a touch or a key. */
export const IDLE_MS = 120_000;
/** For so long before that, the seconds are counted. */
const COUNTED_MS = 30_000;

const activities = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/**
 * Calls `onIdle` after `idleMs` without a touch, a key or a move of the mouse, as long as `isOn`.
 *
 * @returns the seconds that are left, in the last half minute; null before
 */
export function useIdle(
  clock: Clock,
  isOn: boolean,
  onIdle: () => void,
  idleMs: number = IDLE_MS,
): number | null {
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  useEffect(() => {
    if (!isOn) return undefined;
    let timer: ClockTimer;
    const count = (leftMs: number): void => {
      if (leftMs <= 0) {
        onIdle();
        return;
      }
      setSecondsLeft(leftMs / 1_000);
      timer = clock.after(1_000, () => {
        count(leftMs - 1_000);
      });
    };
    const begin = (): ClockTimer =>
      clock.after(Math.max(0, idleMs - COUNTED_MS), () => {
        count(Math.min(COUNTED_MS, idleMs));
      });
    timer = begin();
    const onActivity = (): void => {
      timer.cancel();
      setSecondsLeft(null);
      timer = begin();
    };
    for (const kind of activities) window.addEventListener(kind, onActivity, { capture: true });
    return () => {
      timer.cancel();
      setSecondsLeft(null);
      for (const kind of activities) window.removeEventListener(kind, onActivity, { capture: true });
    };
  }, [clock, isOn, onIdle, idleMs]);
  return secondsLeft;
}
