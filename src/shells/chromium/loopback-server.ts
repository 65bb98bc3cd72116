import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '../../platform/logging/log.ts';
import { describeThrown } from '../../shared/result.ts';
import type { LaunchSecret } from './launch-secret.ts';
import { createPageOrigin, securityHeaders, type MediaAnswerer } from '../common/page-origin.ts';
import { answerByWeb } from './answer-by-web.ts';
import { createFirstAdmission, type FirstAdmission } from './first-admission.ts';
import type { FirstPage } from './first-page.ts';

export interface LoopbackServerDependencies {
  /** The built renderer. */
  readonly rendererFolder: string;
  readonly secret: LaunchSecret;
  readonly log: Log;
  /** Hears of each ticket that was exchanged for the cookie. */
  readonly onOpened?: () => void;
  /** What the browser that is let in as the first gets; null or missing: the built page. Asked with each request. */
  readonly firstPage?: () => FirstPage | null;
  /** Who is let in without a ticket, once; missing: the first page of a browser of this user. */
  readonly admission?: FirstAdmission;
}

type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`, known once started. */
  readonly origin: string;
  /** An address that lets a browser in, once. */
  ticketUrl(): string;
  /** The address that lets the first browser of this user in, which is no secret; null where the kernel does not say whose it is. */
  firstUrl(): string | null;
  /** Does beforehand what the first page would wait for; to be called while the browser starts. */
  makeReady(): void;
  /** Resolves when a browser was let in as the first. */
  readonly firstOpened: Promise<unknown>;
  /** Resolves when the first page has asked for its script: its picture was painted, or cannot be. */
  readonly firstPainted: Promise<unknown>;
  serveMedia(answerer: MediaAnswerer): void;
  /** Hands on the WebSocket requests of those who were let in, for `/bridge` only. */
  onUpgrade(handler: UpgradeHandler): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The player's own origin in the Chromium shell: the renderer's files, `/media/{sha256}` and the bridge, on 127.0.0.1 at
 * a free port. Every request but `/open` and the first page ({@link createFirstAdmission}) must carry the launch secret, all must name
 * this very host, and none may come from another origin. It only reads: GET and HEAD, no listing, no CORS.
 */
export function createLoopbackServer(options: LoopbackServerDependencies): LoopbackServer {
  const { secret, log, firstPage = (): null => null, admission = createFirstAdmission() } = options;
  const opened = Promise.withResolvers<null>();
  const painted = Promise.withResolvers<null>();
  let origin = '';
  const socketOrigin = (): string => origin.replace('http:', 'ws:');
  const page = createPageOrigin({ ...options, socketOrigin });
  const upgrade = Promise.withResolvers<UpgradeHandler>();
  let isServingMedia = false;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(securityHeaders(socketOrigin())))
      response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405);
      return;
    }
    // Anybody on this machine may send what is no address; it is worth no line in the log.
    const address = URL.parse(request.url ?? '/', origin);
    if (address === null) {
      refuse(response, 400);
      return;
    }
    const { pathname, search, searchParams } = address;
    if (pathname === '/open' && isForThisHost(request, origin)) {
      const cookie = secret.redeem(searchParams.get('ticket') ?? '');
      if (cookie === null) {
        refuse(response, 403);
        return;
      }
      response.writeHead(302, { 'set-cookie': cookie, location: '/', 'cache-control': 'no-store' }).end();
      options.onOpened?.();
      return;
    }
    const first = firstPage();
    if (pathname === '/' && isForThisHost(request, origin) && admission.admits(request)) {
      response.setHeader('set-cookie', secret.cookie());
      opened.resolve(null);
      if (first !== null) {
        sendFirstPage(response, first, socketOrigin());
        return;
      }
    } else if (!isAllowed(request, origin, secret)) {
      refuse(response, 403);
      return;
    }
    if (pathname === first?.picture && search === '' && request.method === 'GET' && !isServingMedia) {
      await first.sendPicture(response);
      return;
    }
    if (pathname === first?.script) painted.resolve(null);
    await answerByWeb((asked) => page.answer(asked), request, response);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      log.error('A request of the screen could not be answered', { reason: describeThrown(thrown) });
      if (response.headersSent) response.destroy();
      else refuse(response, 500);
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const isLetIn = isAllowed(request, origin, secret) && request.headers.origin === origin;
    if (!isLetIn) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else if (request.url !== '/bridge') socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    // The page may be up before the bridge: its request waits, since trying again would take longer.
    else
      void upgrade.promise.then((handler) => {
        handler(request, socket, head);
      });
  });

  return {
    get origin() {
      return origin;
    },
    firstUrl: () => (admission.arm() ? `${origin}/` : null),
    makeReady: () => {
      firstPage()?.makeReady();
      secret.cookie();
    },
    firstOpened: opened.promise,
    firstPainted: painted.promise,
    ticketUrl: () => `${origin}/open?ticket=${secret.issueTicket()}`,
    serveMedia: (answerer) => {
      isServingMedia = true;
      page.serveMedia(answerer);
    },
    onUpgrade: upgrade.resolve,
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** A name that merely points to 127.0.0.1 (DNS rebinding) is not this host. */
function isForThisHost(request: IncomingMessage, origin: string): boolean {
  return `http://${request.headers.host ?? ''}` === origin;
}

function isAllowed(request: IncomingMessage, origin: string, secret: LaunchSecret): boolean {
  const { origin: from, 'sec-fetch-site': site } = request.headers;
  return (
    isForThisHost(request, origin) &&
    (from === undefined || from === origin) &&
    (site === undefined || site === 'same-origin' || site === 'none') &&
    secret.accepts(request.headers.cookie)
  );
}

function sendFirstPage(response: ServerResponse, page: FirstPage, socketOrigin: string): void {
  for (const [name, value] of Object.entries(securityHeaders(socketOrigin, page.hashes())))
    response.setHeader(name, value);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(page.html);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0, 'cache-control': 'no-store' }).end();
}
