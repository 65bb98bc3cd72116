import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';
import { STREAM_PATH, streamAddressOf, streamPathOf } from '../../shared/stream-path.ts';
import { wantedRange } from './byte-range.ts';
import type { DownloadAnswer, ServerClient } from '../server/server-client.types.ts';
import { isManifest, MOST_MANIFEST_BYTES, rewriteManifest } from './stream-manifest.ts';

export interface StreamResponderDependencies {
  /** Judges every peer and every address as for media, and sends nobody else's server a secret. */
  readonly download: ServerClient['download'];
  /** Whether a playlist that this screen holds has a stream of this address. */
  readonly isHeld: (address: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Longer than a stream may stand on the screen: who waits longer has given it up. */
const SILENCE_MS = 10_000;
const KEY_LENGTH = 32;

/**
 * Answers `/stream/…` on the player's own origin: the streams of the playlist, and what their lists name. The page then needs no
 * right to load anything from elsewhere, no cookie of it reaches anybody, and each peer is judged as for media. A list is bounded
 * and rewritten; parts are handed on as they come. Anything else gets 404, a stream that cannot be had 502.
 */
export function createStreamResponder(
  dependencies: StreamResponderDependencies,
): (request: Request) => Promise<Response> {
  const { isHeld, download, clock, log } = dependencies;
  const key = randomBytes(KEY_LENGTH);
  const sealOf = (encoded: string): Buffer => createHmac('sha256', key).update(encoded).digest();

  /** The path of an address that a list named: nobody else can make one. */
  const sealedPathOf = (address: string): string => {
    const encoded = streamPathOf(address).slice(STREAM_PATH.length);
    return `${STREAM_PATH}${sealOf(encoded).toString('base64url')}/${encoded}`;
  };
  const addressOf = (path: string): string | null => {
    const [first = '', second] = path.slice(STREAM_PATH.length).split('/');
    if (second === undefined) {
      const address = streamAddressOf(first);
      return address !== null && isHeld(address) ? address : null;
    }
    const seal = Buffer.from(first, 'base64url');
    return seal.length === KEY_LENGTH && timingSafeEqual(seal, sealOf(second))
      ? streamAddressOf(second)
      : null;
  };

  const answer = async (request: Request, address: string): Promise<Response> => {
    const watch = watchSilence(clock);
    request.signal.addEventListener('abort', watch.abort, { once: true });
    watch.listen();
    const answered = await download({ url: address, signal: watch.signal });
    if (!answered.ok) {
      watch.stop();
      log.warn('A stream cannot be read', { reason: answered.error.message });
      return plain(answered.error.code === 'not-found' ? 404 : 502);
    }
    const chunks = answered.value.body[Symbol.asyncIterator]();
    const first = await chunks.next();
    const head = first.done === true ? new Uint8Array() : first.value.slice();
    watch.stop();
    if (!isManifest(head)) return partResponse(request, answered.value, head, chunks, watch);
    const text = await textOf(head, chunks, watch);
    if (text === null) return plain(502);
    const rewritten = rewriteManifest(text, answered.value.address ?? address, sealedPathOf);
    return new Response(rewritten, { headers: headersFor('application/vnd.apple.mpegurl') });
  };

  return async (request) => {
    if (request.method !== 'GET') return plain(405);
    const address = addressOf(new URL(request.url).pathname);
    if (address === null) return plain(404);
    try {
      return await answer(request, address);
    } catch (thrown) {
      log.warn('A stream broke off', { reason: describeThrown(thrown) });
      return plain(502);
    }
  };
}

type Chunks = AsyncIterator<Uint8Array>;
type SilenceWatch = ReturnType<typeof watchSilence>;

/** Breaks off what says nothing for too long. */
function watchSilence(clock: Clock) {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  let timer = clock.after(SILENCE_MS, abort);
  return {
    signal: controller.signal,
    abort,
    listen: () => {
      timer.cancel();
      timer = clock.after(SILENCE_MS, abort);
    },
    stop: () => {
      timer.cancel();
    },
  };
}

/** The whole of a list; null when it is longer than any is. */
async function textOf(head: Uint8Array, chunks: Chunks, watch: SilenceWatch): Promise<string | null> {
  const parts = [head];
  let length = head.byteLength;
  for (let next = await nextOf(chunks, watch); next !== null; next = await nextOf(chunks, watch)) {
    length += next.byteLength;
    if (length > MOST_MANIFEST_BYTES) {
      watch.abort();
      return null;
    }
    // A chunk is valid until the next one is asked for.
    parts.push(next.slice());
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A part of a stream as it comes; where only some of its bytes are wanted, the others are left out on the way. */
function partResponse(
  request: Request,
  { contentLength, contentType }: DownloadAnswer,
  head: Uint8Array,
  chunks: Chunks,
  watch: SilenceWatch,
): Response {
  const headers = headersFor(contentType ?? 'application/octet-stream');
  const asked = request.headers.get('Range');
  const isWhole = asked === null || asked === 'bytes=0-' || contentLength === null;
  const range = isWhole ? null : wantedRange(asked, contentLength);
  if (range?.kind === 'part') {
    const { first, last } = range;
    headers.set('Content-Range', `bytes ${first}-${last}/${contentLength}`);
    headers.set('Content-Length', String(last - first + 1));
    return new Response(streamOf(head, chunks, watch, { first, last }), { status: 206, headers });
  }
  if (contentLength !== null) headers.set('Content-Length', String(contentLength));
  return new Response(streamOf(head, chunks, watch, { first: 0, last: Infinity }), { headers });
}

/** The bytes from `first` to `last` of what comes. */
function streamOf(
  head: Uint8Array,
  chunks: Chunks,
  watch: SilenceWatch,
  { first, last }: { readonly first: number; readonly last: number },
): ReadableStream<Uint8Array> {
  let waiting: Uint8Array | null = head;
  let position = 0;
  const end = (): void => {
    watch.stop();
    watch.abort();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const next: Uint8Array | null = waiting ?? (await nextOf(chunks, watch));
          waiting = null;
          if (next === null || position > last) {
            end();
            controller.close();
            return;
          }
          const wanted = next.slice(Math.max(0, first - position), last - position + 1);
          position += next.byteLength;
          if (wanted.byteLength === 0) continue;
          controller.enqueue(wanted);
          return;
        }
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}

async function nextOf(chunks: Chunks, watch: SilenceWatch): Promise<Uint8Array | null> {
  watch.listen();
  const next = await chunks.next();
  // A reader that has enough for now is nobody's silence.
  watch.stop();
  return next.done === true ? null : next.value;
}

function headersFor(type: string): Headers {
  return new Headers({
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
}

function plain(status: number): Response {
  return new Response(null, { status, headers: { 'X-Content-Type-Options': 'nosniff' } });
}
