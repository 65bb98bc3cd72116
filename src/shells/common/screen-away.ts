import type { Failure } from '../../shared/result.ts';

/** Carries to the player why there can be no window now, or that there is one again. */
export interface ScreenAway {
  /** Null: the window can be had (again). The same reason twice is told once. */
  readonly tell: (failure: Failure | null) => void;
  /** There is one listener; it hears at once of a window that is away. */
  readonly listen: (listener: (failure: Failure | null) => void) => void;
}

/** A window that is not known to be away. */
export function createScreenAway(): ScreenAway {
  let current: Failure | null = null;
  let hear: (failure: Failure | null) => void = () => undefined;
  return {
    tell: (failure) => {
      if (failure?.message === current?.message) return;
      current = failure;
      hear(failure);
    },
    listen: (listener) => {
      hear = listener;
      if (current !== null) listener(current);
    },
  };
}
