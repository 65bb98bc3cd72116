import {
  createServer,
  request as ask,
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';
import type { PageConnection } from '../../shared/host.ts';
import { createGuardedLookup, createPlainAgent } from '../trust/judged-agent.ts';
import { isLocalHost } from '../trust/local-target.ts';
import { openRouted } from '../trust/open-routed.ts';
import type { Route } from '../trust/route.ts';
import { bareHost } from '../../shared/bare-host.ts';

export interface PageForwarderDependencies {
  readonly route: Route;
  readonly clock: Clock;
  /** Of the paired server, which alone may be on this machine; null without one. */
  readonly serverHost: () => string | null;
}

/** What the window's browser takes for its proxy: it asks for nothing and is told of no sign-in. */
export interface PageForwarder {
  /** Takes a connection of the browser over. */
  readonly take: (connection: PageConnection) => void;
  readonly stop: () => void;
}

const CONNECT_LIMIT_MS = 15_000;
/** Both ends of a connection are counted. */
const MOST_SOCKETS = 512;
/** Of one connection alone, and not to be handed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  ...['connection', 'proxy-connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['proxy-authorization', 'proxy-authenticate'],
]);

/**
 * Has the requests of web pages leave as every connection of the player does: CONNECT is answered with a tunnel along the route,
 * a request for a page without encryption goes through a tunnel of its own. What fails is a 502, never a question for a password.
 * A page reaches nothing on this machine by it.
 */
export function createPageForwarder({ route, clock, serverHost }: PageForwarderDependencies): PageForwarder {
  const lookup = createGuardedLookup();
  const agent = createPlainAgent({ route, clock, connectTimeoutMs: CONNECT_LIMIT_MS, lookup });
  const sockets = new Set<Duplex>();
  const server = createServer({ requireHostHeader: false });
  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const isOwnMachine = (host: string): boolean => host !== serverHost() && isLocalHost(host);

  server.on('request', (request, response) => {
    const url = URL.parse(request.url ?? '');
    if (url?.protocol !== 'http:') refuse(response, 400);
    else if (isOwnMachine(bareHost(url.hostname))) refuse(response, 403);
    else forward(request, response, url, agent);
  });
  server.on('connect', (request: IncomingMessage, browser: Duplex) => {
    const place = URL.parse(`http://${request.url ?? ''}`);
    const host = bareHost(place?.hostname ?? '');
    if (host === '' || isOwnMachine(host)) {
      browser.end(answerOf(host === '' ? '400 Bad Request' : '403 Forbidden'));
      return;
    }
    const port = Number(place?.port === '' ? 80 : place?.port);
    const limit = { clock, timeoutMs: CONNECT_LIMIT_MS };
    openRouted({ host, port, isSecure: true, route, ...limit }, (error, tunnel) => {
      if (error !== null) {
        browser.end(answerOf('502 Bad Gateway'));
        return;
      }
      const far = tunnel ?? connect({ host, port, lookup });
      keep(far);
      if (tunnel !== null) join(browser, far);
      else
        far.once('connect', () => {
          join(browser, far);
        });
      far.once('close', () => browser.destroy());
      browser.once('close', () => far.destroy());
    });
  });
  return {
    take: (connection) => {
      if (!(connection instanceof Duplex) || sockets.size >= MOST_SOCKETS) {
        connection.destroy();
        return;
      }
      keep(connection);
      server.emit('connection', connection);
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
    },
  };
}

function join(browser: Duplex, far: Duplex): void {
  browser.write(answerOf('200 Connection established'));
  browser.pipe(far);
  far.pipe(browser);
}

/** A page without encryption: its request and its answer, without what belongs to one connection alone. */
function forward(request: IncomingMessage, response: ServerResponse, url: URL, agent: Agent): void {
  const place = { host: bareHost(url.hostname), port: url.port || 80, path: `${url.pathname}${url.search}` };
  const headers = { ...endToEnd(request.headers), host: url.host };
  const asked = ask({ ...place, agent, method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  asked.on('error', () => {
    if (response.headersSent) response.destroy();
    else refuse(response, 502);
  });
  response.once('close', () => asked.destroy());
  request.pipe(asked);
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

function answerOf(status: string): string {
  return `HTTP/1.1 ${status}\r\n\r\n`;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0, 'cache-control': 'no-store' }).end();
}
