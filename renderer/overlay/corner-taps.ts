/** The corner that opens the overlay, as a square in CSS px: a finger's width and some more. */
const CORNER_PX = 120;
const TAPS_WANTED = 5;
const TAPS_WITHIN_MS = 3_000;

export interface CornerTaps {
  /** Takes in a tap; true when it is the fifth in the corner within three seconds. */
  tap(point: { readonly x: number; readonly y: number }, atMs: number): boolean;
}

/** Counts taps in the top-left corner. Points are in the picture as people see it, times monotonic ms. */
export function createCornerTaps(): CornerTaps {
  let taps: number[] = [];
  return {
    tap({ x, y }, atMs) {
      if (x > CORNER_PX || y > CORNER_PX) {
        taps = [];
        return false;
      }
      taps = [...taps.filter((at) => atMs - at <= TAPS_WITHIN_MS), atMs];
      if (taps.length < TAPS_WANTED) return false;
      taps = [];
      return true;
    },
  };
}
