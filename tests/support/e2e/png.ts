import { inflateSync } from 'node:zlib';
import { imageData, unfilterRow } from '../../../src/player/screen/png-rows.ts';
import type { ScreenPicture } from '../../../tools/demo/screen-picture.ts';

/** Reads a screenshot: a PNG of 8 bits a channel, RGB or RGBA, not interlaced; throws on any other. */
export function decodePng(png: Buffer): ScreenPicture {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = { 2: 3, 6: 4 }[png.readUInt8(25)];
  if (png.readUInt8(24) !== 8 || channels === undefined || png.readUInt8(28) !== 0) {
    throw new Error('This PNG is of a kind that screenshots are not.');
  }
  const data = inflateSync(imageData(png));
  const stride = width * channels;
  const pixels = new Uint8Array(width * height * 3);
  let above: Uint8Array = new Uint8Array(stride);
  for (let row = 0; row < height; row++) {
    const start = row * (stride + 1);
    const line = data.subarray(start + 1, start + 1 + stride);
    unfilterRow(line, above, data[start] ?? 0, channels);
    for (let column = 0; column < width; column++) {
      const at = column * channels;
      pixels.set(line.subarray(at, at + 3), (row * width + column) * 3);
    }
    above = line;
  }
  return { width, height, pixels };
}
