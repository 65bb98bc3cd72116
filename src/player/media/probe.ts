import type { MediaCode } from '../../shared/failure-codes.ts';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileTypeFromFile } from 'file-type';
import { imageSizeFromFile } from 'image-size/fromFile';
import { parseFile, type IAudioMetadata } from 'music-metadata';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import { isSystemError } from './disk-failures.ts';
import type { MediaKind } from './media-types.ts';

/** What a file's bytes say about it. */
export interface Probe {
  readonly kind: MediaKind;
  readonly mime: string;
  readonly durationMs: number | null;
}

/** The image formats that Chromium decodes. */
const PLAYABLE_IMAGES = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/vnd.microsoft.icon',
  'image/x-icon',
]);

/** The containers that Chromium reads, and the type under which it takes each. */
const PLAYABLE_CONTAINERS = new Map([
  ['video/mp4', 'video/mp4'],
  ['video/x-m4v', 'video/mp4'],
  ['video/quicktime', 'video/mp4'],
  ['video/3gpp', 'video/mp4'],
  ['video/webm', 'video/webm'],
  ['video/matroska', 'video/x-matroska'],
  ['video/x-matroska', 'video/x-matroska'],
]);

/** Codecs that Chromium can decode. HEVC depends on the machine: it is let through, and the screen has the last word. */
const PLAYABLE_CODEC = /avc[1-4]|iso\/avc|vp0?[89]|av0?1|hev1|hvc1|hevc/i;

/** An image above this would take the renderer's memory away: 4 bytes for each pixel. */
const MOST_PIXELS = 120_000_000;
const HEAD_BYTES = 65_536;
const SVG_ROOT = /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i;

/**
 * Reads from the bytes at `path` what they are, and whether Chromium can be expected to show them: `undecodable` for
 * damage and for what is no media at all, `unsupported` for a format that it does not play. Rejects with what the disk
 * says: a file that cannot be read is not a file that cannot be decoded.
 */
export async function probeMedia(path: string): Promise<Result<Probe, MediaCode>> {
  try {
    const detected = await fileTypeFromFile(path);
    const mime = detected?.mime ?? '';
    if (mime === 'application/pdf') {
      return ok({ kind: 'pdf', mime, durationMs: null });
    }
    if (mime === '' || mime === 'application/xml') return await probeText(path);
    if (mime.startsWith('image/')) return await probeImage(path, mime);
    if (mime.startsWith('video/')) return await probeVideo(path, mime);
    return fail('unsupported', `A file of type ${mime} is nothing that a screen can show.`, { type: mime });
  } catch (thrown) {
    if (isSystemError(thrown)) throw thrown;
    return fail('undecodable', `The file cannot be decoded: ${describeThrown(thrown)}.`);
  }
}

/** SVG is text: it has no signature, only a root. */
async function probeText(path: string): Promise<Result<Probe, MediaCode>> {
  const head = await readHead(path);
  if (!SVG_ROOT.test(head.replace(/^\uFEFF/, ''))) {
    return fail('undecodable', 'The file is no image, video or PDF.');
  }
  return ok({ kind: 'image', mime: 'image/svg+xml', durationMs: null });
}

async function probeImage(path: string, mime: string): Promise<Result<Probe, MediaCode>> {
  if (!PLAYABLE_IMAGES.has(mime)) {
    return fail('unsupported', `Images of type ${mime} cannot be shown; use JPEG, PNG, WebP or SVG.`, {
      type: mime,
    });
  }
  const { width, height } = await imageSizeFromFile(path);
  if (!(width > 0 && height > 0)) return fail('undecodable', 'The image has no size.');
  if (width * height > MOST_PIXELS) {
    return fail('unsupported', `An image of ${width} × ${height} pixels is too large for a screen.`, {
      type: mime,
    });
  }
  return ok({ kind: 'image', mime, durationMs: null });
}

async function probeVideo(path: string, mime: string): Promise<Result<Probe, MediaCode>> {
  const container = PLAYABLE_CONTAINERS.get(mime);
  if (container === undefined) {
    return fail('unsupported', `Videos of type ${mime} cannot be played; use MP4 or WebM.`, { type: mime });
  }
  const { format } = await parseFile(path, { skipCovers: true, duration: false });
  if (format.hasVideo !== true)
    return fail('unsupported', 'The file has sound but no picture.', { type: mime });
  const tracks = format.trackInfo;
  const playable = tracks.find((track) =>
    PLAYABLE_CODEC.test(`${track.codecName ?? ''} ${track.codecId ?? ''}`),
  );
  if (playable === undefined) {
    const codec = tracks[0]?.codecName ?? 'unknown';
    return fail('unsupported', `Videos with the codec ${codec} cannot be played; use H.264, VP9 or AV1.`, {
      type: codec,
    });
  }
  return ok({
    kind: 'video',
    mime: container,
    durationMs: longestMs(format),
  });
}

/** A silent MP4 has no length of its own in the parser's answer, but its track has. */
function longestMs(format: IAudioMetadata['format']): number | null {
  const seconds = Math.max(format.duration ?? 0, ...format.trackInfo.map((track) => track.duration ?? 0));
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1_000) : null;
}

async function readHead(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

const KINDS_BY_EXTENSION: Readonly<Record<string, MediaKind>> = {
  '.jpg': 'image',
  '.jpeg': 'image',
  '.png': 'image',
  '.gif': 'image',
  '.webp': 'image',
  '.avif': 'image',
  '.bmp': 'image',
  '.svg': 'image',
  '.mp4': 'video',
  '.m4v': 'video',
  '.mov': 'video',
  '.webm': 'video',
  '.mkv': 'video',
  '.pdf': 'pdf',
};

/** What a file's name says it is; null when its extension says nothing (docs/server-contract.md, `type`). */
export function kindOfName(fileName: string): MediaKind | null {
  return KINDS_BY_EXTENSION[extname(fileName).toLowerCase()] ?? null;
}
