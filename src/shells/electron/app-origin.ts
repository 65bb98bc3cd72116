import { readFile } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import type { CustomScheme } from 'electron';
import type { Log } from '../../platform/logging/log.ts';

export const APP_SCHEME = 'app';
const APP_HOST = 'player';
/** The one origin of everything that the window shows, media included (DESIGN, Two shells). */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const START_URL = `${APP_ORIGIN}/`;

/**
 * What `protocol.registerSchemesAsPrivileged` gets, once and before ready
 * (https://www.electronjs.org/docs/latest/api/protocol). `stream` lets `<video>` read a response as it comes.
 */
export const privilegedSchemes: CustomScheme[] = [
  {
    scheme: APP_SCHEME,
    privileges: { standard: true, secure: true, stream: true, supportFetchAPI: true },
  },
];

/**
 * Nothing but this origin runs or loads; `data:` and `blob:` only for pictures and fonts that the bundle inlines. Web
 * pages as items stand in a sandboxed frame, which is why `frame-src` is open to the web.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  'frame-src https: http:',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};

/** A request as Electron's `protocol.handle` hands it over: who issued it stands beside the standard fields. */
type AppRequest = Request & { readonly initiatorOrigin?: string };

export interface AppOrigin {
  /** The handler for `protocol.handle('app', …)`; always answers, never rejects. */
  answer(request: AppRequest): Promise<Response>;
  /** Registers the one answerer of `/media/{sha256}`; until then such a request gets 503. */
  serveMedia(answerer: (request: Request) => Promise<Response>): void;
}

/**
 * Answers `app://player`: the renderer's files out of `rendererFolder`, and media through the registered answerer. Only
 * GET and HEAD, only this host, only for pages of this origin (or the browser itself, which has no initiator).
 */
export function createAppOrigin({ rendererFolder, log }: { rendererFolder: string; log: Log }): AppOrigin {
  let answerMedia: ((request: Request) => Promise<Response>) | null = null;

  const route = async (request: AppRequest): Promise<Response> => {
    const url = new URL(request.url);
    if (url.host !== APP_HOST) return refuse(404);
    if (request.initiatorOrigin !== undefined && request.initiatorOrigin !== APP_ORIGIN) return refuse(403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    if (!url.pathname.startsWith('/media/')) return answerFile(rendererFolder, url.pathname, request.method);
    return answerMedia === null ? refuse(503) : answerMedia(request);
  };

  return {
    answer: async (request) => {
      try {
        return await route(request);
      } catch (thrown) {
        log.error('A request of the screen could not be answered.', {
          error: thrown instanceof Error ? thrown.name : 'unknown',
        });
        return refuse(500);
      }
    },
    serveMedia: (answerer) => {
      answerMedia = answerer;
    },
  };
}

/** The file behind `pathname`; anything outside of `folder`, and anything that is not a file of a known type, is 404. */
async function answerFile(folder: string, pathname: string, method: string): Promise<Response> {
  const path = fileInside(folder, pathname === '/' ? '/index.html' : pathname);
  const type = path === null ? undefined : contentTypes[extname(path).toLowerCase()];
  if (path === null || type === undefined) return refuse(404);
  try {
    const bytes = await readFile(path);
    return new Response(method === 'HEAD' ? null : bytes, { status: 200, headers: headers(type) });
  } catch {
    return refuse(404);
  }
}

/** Decodes `pathname` and resolves it inside `folder`; null when it cannot be decoded or leads out of it. */
export function fileInside(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const path = resolve(join(folder, decoded));
  const inside = relative(resolve(folder), path);
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || resolve(inside) === inside
    ? null
    : path;
}

function headers(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
}

function refuse(status: number): Response {
  return new Response(null, { status });
}
