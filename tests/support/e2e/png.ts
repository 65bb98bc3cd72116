import { inflateSync } from 'node:zlib';
import type { ScreenPicture } from '../../../tools/demo/screen-picture.ts';

/** Reads a screenshot: a PNG of 8 bits a channel, RGB or RGBA, not interlaced; throws on any other. */
export function decodePng(png: Buffer): ScreenPicture {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = { 2: 3, 6: 4 }[png.readUInt8(25)];
  if (png.readUInt8(24) !== 8 || channels === undefined || png.readUInt8(28) !== 0) {
    throw new Error('This PNG is of a kind that screenshots are not.');
  }
  const raw = unfilter(inflateSync(imageData(png)), width, height, channels);
  const pixels = new Uint8Array(width * height * 3);
  for (let index = 0; index < width * height; index++) {
    pixels.set(raw.subarray(index * channels, index * channels + 3), index * 3);
  }
  return { width, height, pixels };
}

function imageData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('ascii', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** Undoes the filter of each row (PNG specification, Filtering). */
function unfilter(data: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels;
  const raw = new Uint8Array(stride * height);
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 ? 0 : (raw[row * stride + column] ?? 0);
  for (let row = 0; row < height; row++) {
    const filter = data[row * (stride + 1)];
    for (let column = 0; column < stride; column++) {
      const value = data[row * (stride + 1) + 1 + column] ?? 0;
      const left = at(row, column - channels);
      const above = at(row - 1, column);
      const predicted = predict(filter, left, above, at(row - 1, column - channels));
      raw[row * stride + column] = (value + predicted) & 255;
    }
  }
  return raw;
}

function predict(filter: number | undefined, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    default:
      return paeth(left, above, corner);
  }
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((value) => Math.abs(estimate - value));
  if (byLeft === undefined || byAbove === undefined || byCorner === undefined) return 0;
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}
