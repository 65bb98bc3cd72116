/** How a line of text crosses its strip; lengths in CSS px. */
export interface TickerRun {
  readonly fromPx: number;
  readonly toPx: number;
  readonly ms: number;
  /** Whole pixels: letters between two of them would be blurred. */
  readonly steps: number;
}

/** The line crosses so many shorter sides of the strip's screen in a second. */
const SIDES_A_SECOND = 0.11;
/** A panel draws so many frames a second: a whole number of pixels for each of them. */
const FRAMES_A_SECOND = 60;

/**
 * The run of a line through its strip, from edge to edge against the direction in which it is read; null: it fits and stands still.
 * Pure.
 */
export function tickerRun(
  {
    strip,
    line,
    shorterSide,
  }: { readonly strip: number; readonly line: number; readonly shorterSide: number },
  isRightToLeft: boolean,
): TickerRun | null {
  if (line <= strip || strip <= 0) return null;
  const pixelsAFrame = Math.max(1, Math.round((shorterSide * SIDES_A_SECOND) / FRAMES_A_SECOND));
  const width = Math.ceil(line);
  const steps = Math.round(strip) + width;
  const [fromPx, toPx] = isRightToLeft ? [-width, Math.round(strip)] : [Math.round(strip), -width];
  return { fromPx, toPx, steps, ms: (steps / (pixelsAFrame * FRAMES_A_SECOND)) * 1_000 };
}
