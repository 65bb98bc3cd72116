import type { CustomScheme } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import { createPageOrigin, type PageOrigin } from '../common/page-origin.ts';

export const APP_SCHEME = 'app';
const APP_HOST = 'player';
/** The one origin of everything that the window shows, media included. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const START_URL = `${APP_ORIGIN}/`;

/**
 * What `protocol.registerSchemesAsPrivileged` gets, once and before ready
 * (https://www.electronjs.org/docs/latest/api/protocol). `stream` lets `<video>` read a response as it comes,
 * `codeCache` keeps the renderer's compiled scripts for the next start.
 */
export const privilegedSchemes: CustomScheme[] = [
  {
    scheme: APP_SCHEME,
    privileges: { standard: true, secure: true, stream: true, supportFetchAPI: true, codeCache: true },
  },
];

/** A request as Electron's `protocol.handle` hands it over: who issued it stands beside the standard fields. */
type AppRequest = Request & { readonly initiatorOrigin?: string };

/**
 * Answers `app://player`, as the handler for `protocol.handle('app', …)`: only this host, and only for pages of this origin
 * (or the browser itself, which has no initiator).
 */
export function createAppOrigin(options: { rendererFolder: string; log: Log }): PageOrigin {
  const origin = createPageOrigin({ ...options, socketOrigin: () => null });
  return {
    answer: (request: AppRequest) => {
      const { initiatorOrigin } = request;
      if (new URL(request.url).host !== APP_HOST) return Promise.resolve(new Response(null, { status: 404 }));
      if (initiatorOrigin !== undefined && initiatorOrigin !== APP_ORIGIN)
        return Promise.resolve(new Response(null, { status: 403 }));
      return origin.answer(request);
    },
    serveMedia: (answerer) => {
      origin.serveMedia(answerer);
    },
  };
}
