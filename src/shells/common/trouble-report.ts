import type { ScreenTrouble } from '../../shared/host.ts';

/** More than this is never worth telling late. */
const MOST_KEPT = 20;

/** Carries what a shell has to tell of its window to the player, which may begin to listen only later. */
export interface TroubleReport {
  readonly tell: (trouble: ScreenTrouble) => void;
  /** There is one listener; it hears at once of what came before it. */
  readonly listen: (listener: (trouble: ScreenTrouble) => void) => void;
}

/** Makes the report; without a listener the first twenty troubles wait. */
export function createTroubleReport(): TroubleReport {
  let waiting: ScreenTrouble[] = [];
  let hear = (trouble: ScreenTrouble): void => {
    waiting = [...waiting, trouble].slice(0, MOST_KEPT);
  };
  return {
    tell: (trouble) => {
      hear(trouble);
    },
    listen: (listener) => {
      hear = listener;
      const before = waiting;
      waiting = [];
      before.forEach(listener);
    },
  };
}
