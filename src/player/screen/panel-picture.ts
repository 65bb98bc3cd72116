import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

/** What the shell captured of its window, read as a few cells. */
export interface PanelPicture {
  /** The mean brightness of the brightest cell, 0 to 255. */
  readonly brightest: number;
}

const COLUMNS = 16;
const ROWS = 9;
/** Beyond the largest panel: 8K. */
const MOST_PIXELS = 7_680 * 4_320;
const HEADER_BYTES = 33;

/**
 * Reads a capture: a PNG of 8 bits a channel, RGB or RGBA, not interlaced, as Chromium makes it. Null for any other, and for
 * one that is not whole. It is unpacked beside the main thread.
 */
export async function readPanelPicture(png: Uint8Array): Promise<PanelPicture | null> {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 1, 4) !== 'PNG') return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[bytes.readUInt8(25)];
  const isPlain = bytes.readUInt8(24) === 8 && bytes.readUInt8(28) === 0;
  if (channels === undefined || !isPlain || width * height === 0 || width * height > MOST_PIXELS) return null;
  const length = height * (width * channels + 1);
  try {
    const rows = await promisify(inflate)(pictureData(bytes), { maxOutputLength: length });
    return rows.length === length ? { brightest: brightestCell(rows, width, height, channels) } : null;
  } catch {
    return null;
  }
}

function pictureData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** Undoes the filter of each row in place (PNG specification, Filtering), and adds its pixels to their cells. */
function brightestCell(data: Buffer, width: number, height: number, channels: number): number {
  const stride = width * channels;
  const sums = new Float64Array(COLUMNS * ROWS);
  const counts = new Uint32Array(COLUMNS * ROWS);
  let above: Uint8Array = new Uint8Array(stride);
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1);
    const line = data.subarray(start + 1, start + 1 + stride);
    unfilter(line, above, data[start] ?? 0, channels);
    const first = Math.floor((row * ROWS) / height) * COLUMNS;
    for (let column = 0; column < width; column += 1) {
      const cell = first + Math.floor((column * COLUMNS) / width);
      const at = column * channels;
      const luma = 0.2126 * (line[at] ?? 0) + 0.7152 * (line[at + 1] ?? 0) + 0.0722 * (line[at + 2] ?? 0);
      sums[cell] = (sums[cell] ?? 0) + luma;
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    above = line;
  }
  return Math.max(...sums.map((sum, cell) => sum / Math.max(1, counts[cell] ?? 0)));
}

function unfilter(line: Uint8Array, above: Uint8Array, filter: number, channels: number): void {
  for (let at = 0; at < line.length; at += 1) {
    const left = at < channels ? 0 : (line[at - channels] ?? 0);
    const up = above[at] ?? 0;
    const corner = at < channels ? 0 : (above[at - channels] ?? 0);
    line[at] = (line[at] ?? 0) + predicted(filter, left, up, corner);
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default: {
      const [byLeft, byUp, byCorner] = [
        Math.abs(up - corner),
        Math.abs(left - corner),
        Math.abs(left + up - 2 * corner),
      ];
      if (byLeft <= byUp && byLeft <= byCorner) return left;
      return byUp <= byCorner ? up : corner;
    }
  }
}
