import { hasSvgRoot } from './svg-root.ts';

/** What the first bytes of a file say it is. */
export type Signature =
  | { readonly kind: 'image'; readonly mime: string }
  | { readonly kind: 'pdf'; readonly mime: 'application/pdf' }
  | { readonly kind: 'audio'; readonly mime: string }
  | { readonly kind: 'video'; readonly mime: string; readonly container: 'iso' | 'matroska' };

/** Readers of PDF look for the mark within so many bytes. */
const PDF_MARK_WITHIN = 1_024;
/** The header of a Matroska file names its kind well within so many bytes. */
const MATROSKA_HEADER = 256;
/** Header sizes of bitmaps that were ever written; the two letters alone stand at the beginning of many a text. */
const BITMAP_HEADERS = new Set([12, 16, 40, 52, 56, 64, 108, 124]);
/** What an ISO or QuickTime file may begin with. */
const FIRST_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'uuid', 'sidx']);
/** Brands of still pictures in such a file that Chromium does not decode. */
const FOREIGN_BRANDS = new Set([
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'crx ',
  'jxl ',
  'jp2 ',
  'jpx ',
]);

/**
 * What Chromium would take these bytes for, by their signature alone; null when it is nothing that it shows. `head` is the
 * beginning of a file, at best 64 kB or more.
 */
export function readSignature(head: Uint8Array): Signature | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  return (
    pictureOf(bytes) ??
    videoOf(bytes) ??
    soundOf(bytes) ??
    (hasSvgRoot(bytes) === false ? pdfOf(bytes) : image('image/svg+xml'))
  );
}

function image(mime: string): Signature {
  return { kind: 'image', mime };
}

function pictureOf(bytes: Buffer): Signature | null {
  if (startsWith(bytes, '89504e470d0a1a0a')) return image('image/png');
  if (startsWith(bytes, 'ffd8ff')) return image('image/jpeg');
  if (startsWith(bytes, '474946383761') || startsWith(bytes, '474946383961')) return image('image/gif');
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return image('image/webp');
  if (textAt(bytes, 0, 2) === 'BM' && bytes.length >= 18 && BITMAP_HEADERS.has(bytes.readUInt32LE(14))) {
    return image('image/bmp');
  }
  if (startsWith(bytes, '00000100') && bytes.length >= 22 && bytes.readUInt16LE(4) > 0) {
    return image('image/x-icon');
  }
  return null;
}

function videoOf(bytes: Buffer): Signature | null {
  if (startsWith(bytes, '1a45dfa3')) {
    const isWebm = bytes.subarray(0, MATROSKA_HEADER).includes('webm');
    return { kind: 'video', mime: isWebm ? 'video/webm' : 'video/x-matroska', container: 'matroska' };
  }
  const box = textAt(bytes, 4, 4);
  if (!FIRST_BOXES.has(box)) return null;
  if (box !== 'ftyp') return { kind: 'video', mime: 'video/mp4', container: 'iso' };
  const brands = brandsOf(bytes);
  const [major = ''] = brands;
  const isPicture = ['avif', 'avis', 'mif1', 'msf1'].includes(major);
  if (isPicture && (brands.includes('avif') || brands.includes('avis'))) return image('image/avif');
  return isPicture || FOREIGN_BRANDS.has(major)
    ? null
    : { kind: 'video', mime: 'video/mp4', container: 'iso' };
}

/** The brands of an `ftyp` box, the major one first. */
function brandsOf(bytes: Buffer): readonly string[] {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, MATROSKA_HEADER);
  const brands = [textAt(bytes, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(textAt(bytes, at, 4));
  return brands;
}

function soundOf(bytes: Buffer): Signature | null {
  if (textAt(bytes, 0, 4) === 'fLaC') return { kind: 'audio', mime: 'audio/flac' };
  if (textAt(bytes, 0, 4) === 'OggS') return { kind: 'audio', mime: 'audio/ogg' };
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WAVE')
    return { kind: 'audio', mime: 'audio/wav' };
  return textAt(bytes, 0, 3) === 'ID3' || isMpegFrame(bytes) ? { kind: 'audio', mime: 'audio/mpeg' } : null;
}

/** The head of a frame of MPEG audio, layer III, none of whose fields says what no frame has. */
function isMpegFrame(bytes: Buffer): boolean {
  if (bytes.length < 4) return false;
  const head = bytes.readUInt32BE(0);
  const [version, layer, rate, frequency] = [
    (head >> 19) & 3,
    (head >> 17) & 3,
    (head >> 12) & 15,
    (head >> 10) & 3,
  ];
  return (
    head >>> 21 === 0x7ff && version !== 1 && layer === 1 && rate !== 0 && rate !== 15 && frequency !== 3
  );
}

function pdfOf(bytes: Buffer): Signature | null {
  const isPdf = bytes.subarray(0, PDF_MARK_WITHIN).includes('%PDF-');
  return isPdf ? { kind: 'pdf', mime: 'application/pdf' } : null;
}

function startsWith(bytes: Buffer, hex: string): boolean {
  return bytes.subarray(0, hex.length / 2).toString('hex') === hex;
}

function textAt(bytes: Buffer, start: number, length: number): string {
  return bytes.toString('latin1', start, start + length);
}
