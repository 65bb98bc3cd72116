/**
 * How the screen is drawn: `auto` with the graphics driver as Chromium judges it, `accelerated` with everything that the driver
 * offers, `compatible` without it. One that keeps failing is left alone for a while in every case.
 */
export const graphicsChoices = ['auto', 'accelerated', 'compatible'] as const;
export type GraphicsChoice = (typeof graphicsChoices)[number];

/** How it is drawn now. */
export interface GraphicsReport {
  readonly mode: 'accelerated' | 'compatible';
  /** Since when the driver is left alone because it kept failing, ISO 8601 UTC; null: it did not. */
  readonly failedAt: string | null;
}
