import type { Log } from '../../platform/logging/log.ts';
import { pictureBoxSchema, type PictureBox } from '../../shared/drawing.ts';
import { describeThrown } from '../../shared/result.ts';
import { wantedRange } from './byte-range.ts';
import type { MediaStore, OpenMedia } from './media-types.ts';

const MEDIA_PATH = /^\/media\/([0-9a-f]{64})$/;
const READ_BYTES = 262_144;

/**
 * Answers requests for `/media/{sha256}`: 200, 206, 304, 404, 405 or 416, with HEAD, single ranges and If-Range (RFC
 * 9110). The path holds a hash and nothing else, so no name can lead out of the store. Bytes are read when the reader
 * asks for them, and the file stays until the reader has ended.
 */
export function createMediaResponder(
  openMedia: MediaStore['open'],
  log: Log,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, { Allow: 'GET, HEAD' });
    }
    const sha256 = MEDIA_PATH.exec(pathOf(request.url))?.[1];
    const media = sha256 === undefined ? null : await openMedia(sha256, boxOf(request.url));
    return media === null ? plain(404) : await respond(request, media, log);
  };
}

/** For which part of the panel the reader wants a picture; null: it does not say, or nothing of use. */
function boxOf(url: string): PictureBox | null {
  const asked = Object.fromEntries(URL.parse(url)?.searchParams ?? []);
  return pictureBoxSchema.safeParse(asked).data ?? null;
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? '';
}

async function respond(request: Request, media: OpenMedia, log: Log): Promise<Response> {
  const { size, sha256 } = media.record;
  const etag = `"${sha256}"`;
  const headers = headersFor(media, etag);
  if (matches(request.headers.get('If-None-Match'), etag)) {
    await media.close();
    return new Response(null, { status: 304, headers });
  }
  const range = wantedRange(rangeHeader(request, etag), size);
  if (range.kind === 'unsatisfiable') {
    await media.close();
    return plain(416, { 'Content-Range': `bytes */${size}`, 'Accept-Ranges': 'bytes' });
  }
  const [first, last] = range.kind === 'part' ? [range.first, range.last] : [0, size - 1];
  headers.set('Content-Length', String(last - first + 1));
  if (range.kind === 'part') headers.set('Content-Range', `bytes ${first}-${last}/${size}`);
  const status = range.kind === 'part' ? 206 : 200;
  if (request.method === 'HEAD') {
    await media.close();
    return new Response(null, { status, headers });
  }
  return new Response(streamOf(media, first, last, log), { status, headers });
}

/** A Range stands only for GET, and only while If-Range names the very bytes that are here. */
function rangeHeader(request: Request, etag: string): string | null {
  if (request.method !== 'GET') return null;
  const ifRange = request.headers.get('If-Range');
  return ifRange === null || ifRange.trim() === etag ? request.headers.get('Range') : null;
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')));
}

function headersFor({ record }: OpenMedia, etag: string): Headers {
  const headers = new Headers({
    'Content-Type': record.mime,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    // The store is the cache: a second copy in the browser's would double the disk it takes.
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  // An SVG is a document that may carry scripts; should anything ever open one as a page, it can do nothing.
  if (record.mime === 'image/svg+xml') {
    headers.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  }
  return headers;
}

function streamOf(media: OpenMedia, first: number, last: number, log: Log): ReadableStream<Uint8Array> {
  let position = first;
  /** The reader went away, maybe in the middle of a read, whose bytes or failure nobody wants any more then. */
  let isOver = false;
  const hasLeft = (): boolean => isOver;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const wanted = Math.min(READ_BYTES, last - position + 1);
        try {
          const buffer = new Uint8Array(Math.max(0, wanted));
          const bytes = wanted > 0 ? await media.read(buffer, position) : 0;
          if (hasLeft()) return;
          if (wanted > 0 && bytes === 0) throw new Error('the file is shorter than it was');
          position += bytes;
          if (bytes > 0) controller.enqueue(buffer.subarray(0, bytes));
          if (position <= last) return;
          await media.close();
          controller.close();
        } catch (thrown) {
          if (hasLeft()) return;
          log.warn('A media file could not be read to its end', { reason: describeThrown(thrown) });
          await media.close();
          controller.error(thrown);
        }
      },
      cancel: () => {
        isOver = true;
        return media.close();
      },
    },
    { highWaterMark: 1 },
  );
}

function plain(status: number, extra: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { 'X-Content-Type-Options': 'nosniff', ...extra } });
}
