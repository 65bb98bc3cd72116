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

/** What Chromium says of its graphics (`chrome://gpu`), in its own words: `enabled`, `disabled_software`, `unavailable_off`, … */
export interface GraphicsFacts {
  /** Who draws, as the driver calls itself; null: not told. */
  readonly renderer: string | null;
  readonly compositing: string | null;
  readonly rasterization: string | null;
  /** Whether videos may be decoded in hardware; which one is says {@link VideoDecoder}. */
  readonly videoDecoding: string | null;
}

/** What decodes a video, as Chromium said of the very player that shows it. */
export interface VideoDecoder {
  /** Chromium's name for it, such as `FFmpegVideoDecoder`. */
  readonly name: string;
  /** It is the platform's, which is the graphics hardware's; else the processor does it. */
  readonly isHardware: boolean;
}
