import { open, type FileHandle } from 'node:fs/promises';
import { isWholeJpeg } from './jpeg-rows.ts';
import { readMovie } from './movie-tables.ts';

/** A file larger than this is not read whole for it: it counts as complete. */
const MOST_BYTES_IN_MEMORY = 67_108_864;
const TAIL_BYTES = 65_536;

/**
 * Whether the file at `path` reaches to the end that its own format names: false for one that was cut off on its way to
 * the server, which a browser would show in part. True where the format has no such end, or it cannot be found out.
 *
 * Only what would replace a complete file is judged by this; a cut file is better than none. Rejects with what the disk
 * says.
 */
export async function isWholeFile(path: string, mime: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    switch (mime) {
      case 'image/jpeg':
        return size > MOST_BYTES_IN_MEMORY || (await isWholeJpeg(await readAt(handle, 0, size)));
      case 'image/png':
      case 'image/apng':
        return await pngEnds(handle, size);
      case 'image/gif':
        return size > MOST_BYTES_IN_MEMORY || gifEnds(await readAt(handle, 0, size));
      case 'image/webp':
        return (await readAt(handle, 0, 8)).readUInt32LE(4) + 8 <= size;
      case 'image/bmp':
        return (await readAt(handle, 0, 6)).readUInt32LE(2) <= size;
      case 'image/svg+xml':
        return svgEnds(await readAt(handle, Math.max(0, size - TAIL_BYTES), TAIL_BYTES));
      case 'application/pdf':
        return await pdfEnds(handle, size);
      case 'image/avif':
      case 'video/mp4':
        return await movieEnds(handle, size);
      default:
        return true;
    }
  } catch (thrown) {
    // What cannot be followed to its end says nothing.
    if (thrown instanceof RangeError) return true;
    throw thrown;
  } finally {
    await handle.close();
  }
}

/** Fewer bytes than asked for at the end of the file. */
async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

const PNG_CHUNKS_FROM = 8;

async function pngEnds(handle: FileHandle, size: number): Promise<boolean> {
  for (let at = PNG_CHUNKS_FROM; at + 12 <= size;) {
    const head = await readAt(handle, at, 8);
    at += 12 + head.readUInt32BE(0);
    if (head.toString('latin1', 4) === 'IEND') return at <= size;
  }
  return false;
}

/** Block by block; one that ends between two blocks lacks nothing that is seen. */
function gifEnds(bytes: Buffer): boolean {
  const tableBytes = (flags = 0): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + tableBytes(bytes[10]);
  const skipSubBlocks = (): void => {
    while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
    at += 1;
  };
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === 0x2c) at += 11 + tableBytes(bytes[at + 9]);
    else if (kind === 0x21) at += 2;
    else return true;
    skipSubBlocks();
  }
  return at === bytes.length;
}

function svgEnds(tail: Buffer): boolean {
  return /<\/(?:[\w.-]{1,80}:)?svg\s*>|<(?:[\w.-]{1,80}:)?svg[^<>]*\/>/.test(
    tail.toString('latin1').replaceAll('\0', ''),
  );
}

/** The end of a document, or of its last revision; one that is laid out for the web says its length at the beginning. */
async function pdfEnds(handle: FileHandle, size: number): Promise<boolean> {
  const head = (await readAt(handle, 0, 2_048)).toString('latin1');
  const length = /\/Linearized\b[^>]{0,200}\/L\s+(\d{1,12})/.exec(head)?.[1];
  if (length !== undefined && Number(length) > size) return false;
  const tail = await readAt(handle, Math.max(0, size - TAIL_BYTES), TAIL_BYTES);
  return tail.includes('%%EOF') || tail.includes('startxref');
}

/** By where the last picture and the last sound end; a wrong length of the last box alone means nothing. */
async function movieEnds(handle: FileHandle, size: number): Promise<boolean> {
  const movie = await readMovie(handle, size);
  return movie.mediaEnd !== null ? movie.mediaEnd <= size : movie.boxesEnd <= size;
}
