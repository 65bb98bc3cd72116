import { imageSize } from 'image-size';
import type { ByteReader } from './byte-reader.ts';

/** In pixels. */
export interface ImageDimensions {
  readonly width: number;
  readonly height: number;
}

/** A JPEG has segments of at most 64 kB each; so many hold more metadata than any camera or program writes. */
const MOST_SEGMENTS = 10_000;
/** Where the picture begins, what stands before it is over. */
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Every start of a frame, but not the tables that stand between their codes. */
const NO_FRAME = new Set([0xc4, 0xc8, 0xcc]);

/**
 * How large a picture is, by its header; null when the reader of the header gives up: that says nothing about the
 * picture. Rejects with what the disk says.
 */
export async function readImageDimensions(mime: string, bytes: ByteReader): Promise<ImageDimensions | null> {
  if (mime === 'image/jpeg') return await jpegDimensions(bytes);
  try {
    const { width, height } = imageSize(bytes.head);
    return width > 0 && height > 0 ? { width, height } : null;
  } catch {
    return null;
  }
}

/** Walks from segment to segment, so that no amount of metadata hides the size. */
async function jpegDimensions(bytes: ByteReader): Promise<ImageDimensions | null> {
  let at = 2;
  for (let segments = 0; segments < MOST_SEGMENTS; segments += 1) {
    const segment = await bytes.at(at, 9);
    if (segment.length < 4 || segment[0] !== 0xff) return null;
    const marker = segment.readUInt8(1);
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) return null;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker);
    if (isFrame) {
      if (segment.length < 9) return null;
      const [height, width] = [segment.readUInt16BE(5), segment.readUInt16BE(7)];
      return width > 0 && height > 0 ? { width, height } : null;
    }
    at += 2 + segment.readUInt16BE(2);
  }
  return null;
}
