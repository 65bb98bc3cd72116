import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { imageData, unfilterRow } from './png-rows.ts';

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
/** A few milliseconds of work on a slow machine: then whatever waits for the main thread has its turn. */
const PIXELS_A_TURN = 65_536;

/**
 * Reads a capture: a PNG of 8 bits a channel, RGB or RGBA, not interlaced, as Chromium makes it. Null for any other, and for
 * one that is not whole. It is unpacked beside the main thread and read on it, a few milliseconds at a time.
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
    const rows = await promisify(inflate)(imageData(bytes), { maxOutputLength: length });
    return rows.length === length ? { brightest: await brightestCell(rows, width, height, channels) } : null;
  } catch {
    return null;
  }
}

/** Adds the pixels of each row of an unpacked PNG to their cells, and undoes the rows' filters in place. */
export async function brightestCell(
  data: Buffer,
  width: number,
  height: number,
  channels: number,
): Promise<number> {
  const rowsATurn = Math.max(1, Math.floor(PIXELS_A_TURN / width));
  const stride = width * channels;
  const sums = new Float64Array(COLUMNS * ROWS);
  const counts = new Uint32Array(COLUMNS * ROWS);
  let above: Uint8Array = new Uint8Array(stride);
  for (let row = 0; row < height; row += 1) {
    if (row % rowsATurn === 0) await nextTurn();
    const start = row * (stride + 1);
    const line = data.subarray(start + 1, start + 1 + stride);
    unfilterRow(line, above, data[start] ?? 0, channels);
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
