import { withByteReader, type ByteReader } from './byte-reader.ts';
import { isWholeJpeg } from './jpeg-rows.ts';
import { readMovie } from './movie-tables.ts';

/** A file larger than this is not read whole for it: it counts as complete. */
const MOST_BYTES_IN_MEMORY = 33_554_432;
const TAIL_BYTES = 65_536;

/**
 * Whether the file at `path` reaches to the end that its own format names: false for one that was cut off on its way to
 * the server, which a browser would show in part. True where the format has no such end, or it cannot be found out.
 *
 * Only what would replace a complete file is judged by this; a cut file is better than none. Rejects with what the disk
 * says.
 */
export async function isWholeFile(path: string, mime: string): Promise<boolean> {
  return await withByteReader(path, async (bytes) => {
    try {
      return await endsWhole(bytes, mime);
    } catch (thrown) {
      // What cannot be followed to its end says nothing.
      if (thrown instanceof RangeError) return true;
      throw thrown;
    }
  });
}

async function endsWhole(bytes: ByteReader, mime: string): Promise<boolean> {
  const { size } = bytes;
  const isLarge = size > MOST_BYTES_IN_MEMORY;
  switch (mime) {
    case 'image/jpeg':
      return isLarge || (await isWholeJpeg(await bytes.at(0, size)));
    case 'image/png':
    case 'image/apng':
      return await pngEnds(bytes);
    case 'image/gif':
      return isLarge || gifEnds(await bytes.at(0, size));
    case 'image/webp':
      return bytes.head.readUInt32LE(4) + 8 <= size;
    case 'image/bmp':
      return bytes.head.readUInt32LE(2) <= size;
    case 'image/svg+xml':
      return svgEnds(await tailOf(bytes));
    case 'application/pdf':
      return await pdfEnds(bytes);
    case 'image/avif':
    case 'video/mp4':
      return await movieEnds(bytes);
    default:
      return true;
  }
}

function tailOf(bytes: ByteReader): Promise<Buffer> {
  return bytes.at(Math.max(0, bytes.size - TAIL_BYTES), TAIL_BYTES);
}

const PNG_CHUNKS_FROM = 8;

async function pngEnds(bytes: ByteReader): Promise<boolean> {
  const { size } = bytes;
  for (let at = PNG_CHUNKS_FROM; at + 12 <= size;) {
    const head = await bytes.at(at, 8);
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
async function pdfEnds(bytes: ByteReader): Promise<boolean> {
  const head = bytes.head.toString('latin1', 0, 2_048);
  const length = /\/Linearized\b[^>]{0,200}\/L\s+(\d{1,12})/.exec(head)?.[1];
  if (length !== undefined && Number(length) > bytes.size) return false;
  const tail = await tailOf(bytes);
  return tail.includes('%%EOF') || tail.includes('startxref');
}

/** By where the last picture and the last sound end; a wrong length of the last box alone means nothing. */
async function movieEnds(bytes: ByteReader): Promise<boolean> {
  const { mediaEnd, boxesEnd } = await readMovie(bytes);
  return (mediaEnd ?? boxesEnd) <= bytes.size;
}
