import { fileTypeFromBuffer } from 'file-type';
import { parseFromTokenizer, type IAudioMetadata } from 'music-metadata';
import { fromFile } from 'strtok3';
import type { MediaCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { withByteReader, type ByteReader } from './byte-reader.ts';
import { isSystemError } from './disk-failures.ts';
import { readImageDimensions } from './image-dimensions.ts';
import { endOfWholeBoxes } from './iso-boxes.ts';
import { readMovie } from './movie-tables.ts';
import type { Probe } from './probe.ts';
import { readSignature, type Signature } from './signature.ts';

/*
 * What the bytes of a file say. This runs in a thread of its own (probe-thread.ts), since nothing that strangers wrote is
 * read where it could hold up the player.
 */

/** An image above this would take the renderer's memory away: 4 bytes for each pixel. */
const MOST_PIXELS = 120_000_000;

/** Codecs that Chromium lacks for sure; about any other its own decoder has the last word. */
const FOREIGN_CODEC =
  /mp4v|mpeg-?4\/iso\/(?:sp|asp|ap)|s263|h263|mjp|jpeg|ap(?:c[hnosx]|4[hx])|prores|mpeg[12]|theora|wmv|xvid|divx|svq|cvid|rv\d0|ms\/vfw/i;

/** What no video has, or no container that says it. */
const STILL = { durationMs: null, longestFrameMs: null };

/** The longest piece that a parser may ask for at once, and how much it may read in all, bytes. */
const LONGEST_READ = 33_554_432;
const MOST_READ = 268_435_456;
/** Each read counts for so many bytes more: elements may be empty, and inside one another. */
const COST_OF_READ = 8_192;

/**
 * Reads from the bytes at `path` what they are, and whether Chromium can be expected to show them. The signature decides
 * the kind; a parser that gives up costs the size or the length, not the file. `undecodable` is what is no media at all,
 * `unsupported` what Chromium does not play for sure. Rejects with what the disk says: a file that cannot be read is not a
 * file that cannot be decoded.
 */
export async function readMedia(path: string): Promise<Result<Probe, MediaCode>> {
  return await withByteReader(path, async (bytes) => {
    const signature = readSignature(bytes.head);
    if (signature === null) return await nameForeign(bytes);
    if (signature.kind === 'video') return await readVideo(bytes, signature);
    if (signature.kind === 'audio') return await readAudio(bytes, signature.mime);
    if (signature.kind === 'pdf') return ok({ kind: 'pdf', mime: signature.mime, ...STILL });
    return await readImage(bytes, signature.mime);
  });
}

/** Says of what no screen can show at least what it is. */
async function nameForeign({ head }: ByteReader): Promise<Result<never, MediaCode>> {
  const detected = await fileTypeFromBuffer(head).catch(() => undefined);
  const type = detected?.mime ?? '';
  if (type === '' || type === 'application/xml') {
    return fail('undecodable', 'The file is no image, video, sound or PDF.');
  }
  if (type.startsWith('image/')) {
    return fail('unsupported', `Images of type ${type} cannot be shown; use JPEG, PNG, WebP or SVG.`, {
      type,
    });
  }
  if (type.startsWith('video/')) {
    return fail('unsupported', `Videos of type ${type} cannot be played; use MP4 or WebM.`, { type });
  }
  return fail('unsupported', `A file of type ${type} is nothing that a screen can show.`, { type });
}

async function readImage(bytes: ByteReader, mime: string): Promise<Result<Probe, MediaCode>> {
  const dimensions = mime === 'image/svg+xml' ? null : await readImageDimensions(mime, bytes);
  if (dimensions !== null && dimensions.width * dimensions.height > MOST_PIXELS) {
    const { width, height } = dimensions;
    return fail('unsupported', `An image of ${width} × ${height} pixels is too large for a screen.`, {
      type: mime,
    });
  }
  return ok({ kind: 'image', mime, ...STILL });
}

type Tokenizer = Awaited<ReturnType<typeof fromFile>>;
type VideoSignature = Extract<Signature, { kind: 'video' }>;

async function readVideo(
  bytes: ByteReader,
  { mime, container }: VideoSignature,
): Promise<Result<Probe, MediaCode>> {
  const isIso = container === 'iso';
  const format = await parseContainer(bytes, isIso ? 'video/mp4' : 'video/matroska');
  const { longestFrameMs } = isIso ? await readMovie(bytes) : STILL;
  if (format === null) return ok({ kind: 'video', mime, durationMs: null, longestFrameMs });
  const tracks = format.trackInfo;
  if (format.hasVideo === false && format.hasAudio === true) {
    return ok({
      ...STILL,
      kind: 'audio',
      mime: mime.replace('video/', 'audio/'),
      durationMs: longestMs(format),
    });
  }
  const pictures = tracks.filter((track) => track.audio === undefined);
  const codecs = pictures.map((track) => `${track.codecName ?? ''} ${track.codecId ?? ''}`);
  if (codecs.length > 0 && codecs.every((codec) => FOREIGN_CODEC.test(codec))) {
    const codec = pictures[0]?.codecName ?? 'unknown';
    return fail('unsupported', `Videos with the codec ${codec} cannot be played; use H.264, VP9 or AV1.`, {
      type: codec,
    });
  }
  return ok({ kind: 'video', mime, durationMs: longestMs(format), longestFrameMs });
}

async function readAudio(bytes: ByteReader, mime: string): Promise<Result<Probe, MediaCode>> {
  const format = await parseContainer(bytes, mime);
  return ok({ ...STILL, kind: 'audio', mime, durationMs: format === null ? null : longestMs(format) });
}

/** What the container says of itself; null when its reader gives up. */
async function parseContainer(bytes: ByteReader, mimeType: string): Promise<IAudioMetadata['format'] | null> {
  const tokenizer = await fromFile(bytes.path, { fileInfo: { mimeType }, maxBufferSize: LONGEST_READ });
  try {
    boundReading(tokenizer, bytes);
    if (mimeType.endsWith('/mp4')) tokenizer.fileInfo.size = await endOfWholeBoxes(bytes);
    return (await parseFromTokenizer(tokenizer, { skipCovers: true, duration: false })).format;
  } catch (thrown) {
    if (isSystemError(thrown)) throw thrown;
    return null;
  } finally {
    await tokenizer.close();
  }
}

/**
 * A parser that reads more than its share is led in circles, and gives up. What lies in the head is not asked of the disk
 * again, piece by piece.
 */
function boundReading(tokenizer: Tokenizer, { head }: ByteReader): void {
  let left = MOST_READ;
  const spend = (bytes: number): void => {
    left -= bytes + COST_OF_READ;
    if (left < 0) throw new Error('The container asks for more than can be read.');
  };
  const bound = (read: Tokenizer['readBuffer'], moves: boolean): Tokenizer['readBuffer'] => {
    return async (target, options) => {
      const length = options?.length ?? target.length;
      const start = options?.position ?? tokenizer.position;
      spend(length);
      if (start + length > head.length || length > target.length) return await read(target, options);
      target.set(head.subarray(start, start + length));
      if (moves) tokenizer.position = start + length;
      return length;
    };
  };
  tokenizer.readBuffer = bound(tokenizer.readBuffer.bind(tokenizer), true);
  tokenizer.peekBuffer = bound(tokenizer.peekBuffer.bind(tokenizer), false);
}

/** A silent MP4 has no length of its own in the parser's answer, but its track has. */
function longestMs(format: IAudioMetadata['format']): number | null {
  const seconds = Math.max(format.duration ?? 0, ...format.trackInfo.map((track) => track.duration ?? 0));
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1_000) : null;
}
