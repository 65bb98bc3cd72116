import { readFile } from 'node:fs/promises';
import type { Log } from '../../platform/logging/log.ts';
import { describeThrown } from '../../shared/result.ts';
import { listPageFiles, type PageFile } from './page-files.ts';

export type MediaAnswerer = (request: Request) => Promise<Response>;

/** The player's own origin, the same in both shells: the renderer's files, `/media/{sha256}` and `/stream/…`. It only reads. */
export interface PageOrigin {
  /** Always answers, never rejects. Whoever is let in at all, each shell has decided before. */
  answer(request: Request): Promise<Response>;
  /** Registers the one answerer of `/media/{sha256}`; until then such a request gets 503. */
  serveMedia(answerer: MediaAnswerer): void;
}

export interface PageOriginOptions {
  /** The built renderer. */
  readonly rendererFolder: string;
  /** Where the page's bridge is when it is a WebSocket (`ws://127.0.0.1:PORT`); null where it needs none. */
  readonly socketOrigin: () => string | null;
  readonly log: Log;
}

/** The one script and the one style that may stand in a page itself, by their hashes (`'sha256-…'`). */
export interface InlineHashes {
  readonly script: string;
  readonly style: string;
}

const MEDIA_PATH = /^\/media\/[0-9a-f]{64}$|^\/stream\/[\w-]+(?:\/[\w-]+)?$/;

/**
 * Nothing but this origin runs or loads; `data:` and `blob:` only for pictures and fonts that the bundle inlines and for
 * the sample content of the pairing screen. Web pages as items stand in a sandboxed frame, which is why `frame-src` is open
 * to the web.
 */
function contentSecurityPolicy(socketOrigin: string | null, inline?: InlineHashes): string {
  return [
    "default-src 'none'",
    `script-src 'self'${inline === undefined ? '' : ` ${inline.script}`}`,
    `style-src 'self'${inline === undefined ? '' : ` ${inline.style}`}`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    `connect-src 'self'${socketOrigin === null ? '' : ` ${socketOrigin}`}`,
    "worker-src 'self'",
    'frame-src https: http:',
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * What goes with every answer: the rules of the page, and that nobody else may embed or read it. No Cross-Origin-Opener-Policy: no
 * other window may open the page (what comes from another site is refused, or is no window at all), and for that header the browser
 * throws away the process that it has made ready and starts another one, which made a start an eighth longer.
 */
export function securityHeaders(
  socketOrigin: string | null,
  inline?: InlineHashes,
): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(socketOrigin, inline),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/** Lists the renderer's files with the first request for one; what comes into the folder later is not served. */
export function createPageOrigin({ rendererFolder, socketOrigin, log }: PageOriginOptions): PageOrigin {
  /** Listed with the first request, and once: the start of the browser does not wait for it. */
  let files: ReturnType<typeof listPageFiles> | null = null;
  let answerMedia: MediaAnswerer | null = null;

  const route = async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const { pathname } = new URL(request.url);
    if (MEDIA_PATH.test(pathname)) return answerMedia === null ? refuse(503) : answerMedia(request);
    files ??= listPageFiles(rendererFolder);
    const file = (await files).get(pathname);
    return file === undefined ? refuse(404) : answerFile(file, request.method);
  };

  return {
    answer: async (request) => {
      const response = await route(request).catch((thrown: unknown) => {
        log.error('A request of the screen could not be answered', { reason: describeThrown(thrown) });
        return refuse(500);
      });
      for (const [name, value] of Object.entries(securityHeaders(socketOrigin())))
        response.headers.set(name, value);
      return response;
    },
    serveMedia: (answerer) => {
      answerMedia = answerer;
    },
  };
}

async function answerFile({ path, type, immutable }: PageFile, method: string): Promise<Response> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return refuse(404);
  return new Response(method === 'HEAD' ? null : bytes, {
    headers: {
      'content-type': type,
      'content-length': String(bytes.length),
      'cache-control': immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    },
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } });
}
