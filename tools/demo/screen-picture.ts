import { crc32, deflateSync } from 'node:zlib';

/** Red, green and blue of each pixel, row by row from the top. */
export interface ScreenPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const XWD_VERSION = 7;
const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Where the pixels lie in a frame buffer file. */
export interface FrameBufferLayout {
  readonly width: number;
  readonly height: number;
  /** The byte of the first pixel. */
  readonly start: number;
  readonly bytesPerLine: number;
  readonly isBigEndian: boolean;
}

/** So many bytes at the beginning of the file say where the rest is. */
export const FRAME_BUFFER_HEAD_BYTES = 100;

/**
 * Reads the head of the frame buffer file of `Xvfb -fbdir`, which is an X window dump (X11/XWDFile.h): a header of big-endian
 * 32-bit words, a table of colours, then 32 bits for each pixel. Null when it is something else.
 */
export function readFrameBufferLayout(head: Buffer): FrameBufferLayout | null {
  if (head.length < FRAME_BUFFER_HEAD_BYTES || head.readUInt32BE(4) !== XWD_VERSION) return null;
  const word = (index: number): number => head.readUInt32BE(index * 4);
  const [headerBytes, width, height, bitsPerPixel] = [word(0), word(4), word(5), word(11)];
  const [bytesPerLine, colours, isBigEndian] = [word(12), word(19), word(7) === 1];
  if (bitsPerPixel !== 32) return null;
  return { width, height, start: headerBytes + colours * 12, bytesPerLine, isBigEndian };
}

/** Reads a whole frame buffer file; null when it is none. */
export function readFrameBuffer(file: Buffer): ScreenPicture | null {
  const layout = readFrameBufferLayout(file);
  if (layout === null) return null;
  const { width, height, start, bytesPerLine, isBigEndian } = layout;
  if (file.length < start + bytesPerLine * height) return null;
  const pixels = new Uint8Array(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = start + y * bytesPerLine + x * 4;
      const colour = isBigEndian ? file.readUInt32BE(at) : file.readUInt32LE(at);
      // A look must cost little beside what is looked at: no list is made for each of a million pixels.
      pixels[to++] = (colour >> 16) & 255;
      pixels[to++] = (colour >> 8) & 255;
      pixels[to++] = colour & 255;
    }
  }
  return { width, height, pixels };
}

/** A PNG of a picture. */
export function encodePng({ width, height, pixels }: ScreenPicture): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (1 + width * 3) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 3 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), content]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(content.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
