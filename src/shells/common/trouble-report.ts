/** More than this is never worth telling late. */
const MOST_KEPT = 20;

/** Carries what a shell has to tell of its window to the player, which may begin to listen only later. */
export interface TroubleReport {
  readonly tell: (reason: string) => void;
  /** There is one listener; it hears at once of what came before it. */
  readonly listen: (listener: (reason: string) => void) => void;
}

/** Makes the report; without a listener the first twenty troubles wait. */
export function createTroubleReport(): TroubleReport {
  let waiting: string[] = [];
  let hear = (reason: string): void => {
    waiting = [...waiting, reason].slice(0, MOST_KEPT);
  };
  return {
    tell: (reason) => {
      hear(reason);
    },
    listen: (listener) => {
      hear = listener;
      const before = waiting;
      waiting = [];
      before.forEach(listener);
    },
  };
}
