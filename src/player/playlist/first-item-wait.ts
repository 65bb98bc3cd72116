import type { Clock, ClockTimer } from '../../shared/clock.ts';

/** How long a new list waits for its own first item, once another could play. */
export const FIRST_ITEM_WAIT_MS = 5_000;

/** Lets the first list of a screen begin with its first item, unless that takes too long. */
export interface FirstItemWait {
  /** Whether a list of which something is here may begin now; else the wait for its first item goes on, or starts. */
  mayBegin(playlist: string, firstIsHere: boolean): boolean;
  stop(): void;
}

/** Makes the wait; `onOver` hears that a list may begin without its first item. */
export function createFirstItemWait(clock: Clock, onOver: () => void): FirstItemWait {
  let begun: string | null = null;
  let waitsFor: string | null = null;
  let timer: ClockTimer | null = null;
  const stop = (): void => {
    timer?.cancel();
    waitsFor = null;
  };
  return {
    mayBegin: (playlist, firstIsHere) => {
      if (firstIsHere) begun = playlist;
      if (begun === playlist) {
        stop();
        return true;
      }
      if (waitsFor !== playlist) {
        stop();
        waitsFor = playlist;
        timer = clock.after(FIRST_ITEM_WAIT_MS, () => {
          begun = playlist;
          onOver();
        });
      }
      return false;
    },
    stop,
  };
}
