/** How far the picture moves from its middle at most, CSS px; so much of it lies beyond each edge of the panel. */
export const SHIFT_PX = 4;
/** One pixel at a time: four in a minute, which nobody sees. */
export const SHIFT_EVERY_MS = 15_000;

const SIDE = 2 * SHIFT_PX + 1;
const PLACES = SIDE * SIDE;
const ROUND = 2 * (PLACES - 1);

/**
 * Where the picture lies at the step `step` (a whole number), CSS px from its middle: row by row through a square and back, so that
 * two steps are one pixel apart and no place is preferred. Pure.
 */
export function shiftAt(step: number): { readonly x: number; readonly y: number } {
  const at = ((step % ROUND) + ROUND) % ROUND;
  const place = at < PLACES ? at : ROUND - at;
  const row = Math.floor(place / SIDE);
  const along = place % SIDE;
  return { x: (row % 2 === 0 ? along : SIDE - 1 - along) - SHIFT_PX, y: row - SHIFT_PX };
}
