import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

/** What `protocol.handle` takes: beside the standard fields stands who issued the request. */
export type SchemeHandler = (request: Request & { initiatorOrigin?: string }) => Response | Promise<Response>;

/**
 * Chromium knows no scheme of an app, so each of its origins (`app://player`) is one on 127.0.0.1, which is as secure a
 * context; addresses are translated on their way in and out.
 */
export interface Origins {
  readonly handlers: Map<string, SchemeHandler>;
  /** The address under which Chromium finds `url`; null when nobody handles its scheme. */
  toChromium(url: string): Promise<string | null>;
  /** The address as the app knows it. */
  toApp(url: string): string;
}

export function createOrigins(): Origins {
  const handlers = new Map<string, SchemeHandler>();
  const served = new Map<string, string>();

  const serve = async (appOrigin: string, handler: SchemeHandler): Promise<string> => {
    const known = served.get(appOrigin);
    if (known !== undefined) return known;
    const server = createServer((incoming, outgoing) => {
      answer({ incoming, outgoing, appOrigin, handler }).catch(() => {
        // Electron: ERR_UNEXPECTED for a handler that throws (lib/browser/api/protocol.ts).
        outgoing.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const loopback = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    served.set(appOrigin, loopback);
    return loopback;
  };

  return {
    handlers,
    toChromium: async (url) => {
      const { protocol, host } = new URL(url);
      if (/^(https?|data|about):$/.test(protocol)) return url;
      const handler = handlers.get(protocol.slice(0, -1));
      if (handler === undefined) return null;
      const appOrigin = `${protocol}//${host}`;
      return (await serve(appOrigin, handler)) + url.slice(appOrigin.length);
    },
    toApp: (url) => {
      for (const [appOrigin, loopback] of served) {
        if (url === loopback || url.startsWith(`${loopback}/`)) return appOrigin + url.slice(loopback.length);
      }
      return url;
    },
  };
}

const OF_THE_CONNECTION = new Set(['host', 'connection']);

interface Answering {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly appOrigin: string;
  readonly handler: SchemeHandler;
}

async function answer({ incoming, outgoing, appOrigin, handler }: Answering): Promise<void> {
  const request = new Request(appOrigin + (incoming.url ?? '/'), {
    method: incoming.method ?? 'GET',
    headers: Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined || OF_THE_CONNECTION.has(name) ? [] : [[name, String(value)]],
    ),
    ...(incoming.method !== 'GET' &&
      incoming.method !== 'HEAD' && { body: Readable.toWeb(incoming) as BodyInit, duplex: 'half' }),
  });
  const initiatorOrigin = initiatorOf(incoming, appOrigin);
  const response = await handler(Object.assign(request, initiatorOrigin === null ? {} : { initiatorOrigin }));
  if (response.type === 'error') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  // The types of the DOM and of Node describe the same object.
  const body = Readable.fromWeb(response.body as unknown as ReadableStream);
  outgoing.on('close', () => body.destroy());
  body.on('error', () => outgoing.destroy()).pipe(outgoing);
}

/** Null: the browser itself. Chromium says in Sec-Fetch-Site who asks, and other origins also in Origin. */
function initiatorOf({ headers }: IncomingMessage, appOrigin: string): string | null {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'none') return null;
  return site === 'same-origin' ? appOrigin : (headers.origin ?? 'null');
}
