import { release } from './layers/release.ts';

/** A picture read back small: the brightness of each of its cells, 0 to 255. */
export interface PixelSample {
  readonly cells: readonly number[];
}

export const SAMPLE_COLUMNS = 16;
export const SAMPLE_ROWS = 9;

/** Reads a picture back as 16×9 cells; null when it has none yet, or may not be read. */
export function readPixels(
  page: Document,
  picture: HTMLImageElement | HTMLVideoElement | HTMLCanvasElement,
): PixelSample | null {
  const canvas = page.createElement('canvas');
  canvas.width = SAMPLE_COLUMNS;
  canvas.height = SAMPLE_ROWS;
  try {
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return null;
    context.drawImage(picture, 0, 0, SAMPLE_COLUMNS, SAMPLE_ROWS);
    return toSample(context.getImageData(0, 0, SAMPLE_COLUMNS, SAMPLE_ROWS).data);
  } catch {
    return null;
  } finally {
    release(canvas);
  }
}

/** Brightness of RGBA bytes after Rec. 709. */
export function toSample(rgba: ArrayLike<number>): PixelSample {
  const at = (index: number): number => rgba[index] ?? 0;
  const cells = Array.from(
    { length: rgba.length / 4 },
    (_, cell) => 0.2126 * at(cell * 4) + 0.7152 * at(cell * 4 + 1) + 0.0722 * at(cell * 4 + 2),
  );
  return { cells };
}
