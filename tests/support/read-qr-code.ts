import * as jsQrModule from 'jsqr';

const PIXELS_PER_MODULE = 4;

type ReadPixels = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
// jsQR is CommonJS; how deep its one function lies depends on who loads it.
const loaded = jsQrModule as unknown as { default: ReadPixels | { default: ReadPixels } };
const readPixels = typeof loaded.default === 'function' ? loaded.default : loaded.default.default;

/** Reads a drawn QR code as a phone would, from its pixels; null when none is to be read. */
export function readQrCode(drawing: Element | null): string | null {
  const side = Number(drawing?.getAttribute('viewBox')?.split(' ')[2] ?? 0);
  const outline = drawing?.querySelector('path')?.getAttribute('d') ?? '';
  const width = side * PIXELS_PER_MODULE;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x = '', y = '', length = ''] of outline.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = 0; row < PIXELS_PER_MODULE; row += 1) {
      const start = (Number(y) * PIXELS_PER_MODULE + row) * width + Number(x) * PIXELS_PER_MODULE;
      for (let at = start; at < start + Number(length) * PIXELS_PER_MODULE; at += 1) {
        pixels.fill(0, at * 4, at * 4 + 3);
      }
    }
  }
  return readPixels(pixels, width, width)?.data ?? null;
}
