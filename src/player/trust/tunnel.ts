import { connect, isIPv6, type Socket } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import type { Proxy } from './route.ts';

/** How a tunnel ends that is none; each is the code of an error, and none of its errors says more than that. */
export const TUNNEL_ERRORS = {
  /** The proxy itself cannot be reached. */
  unreachable: 'ERR_PROXY_UNREACHABLE',
  /** It took the connection and says nothing. */
  silent: 'ERR_PROXY_SILENT',
  /** It wants to know who asks, and was not told. */
  signIn: 'ERR_PROXY_SIGN_IN',
  /** It was told, and does not know them. */
  wrongPassword: 'ERR_PROXY_WRONG_PASSWORD',
  /** It lets nobody to this place. */
  refused: 'ERR_PROXY_REFUSED',
  /** It cannot reach the place itself. */
  noWay: 'ERR_PROXY_NO_WAY',
  /** What it says is no answer of a proxy: a page, too much, or half a sentence. */
  badAnswer: 'ERR_PROXY_BAD_ANSWER',
} as const;

export type TunnelErrorCode = (typeof TUNNEL_ERRORS)[keyof typeof TUNNEL_ERRORS];

export interface TunnelOptions {
  readonly proxy: Proxy;
  /** Whom the tunnel is for, by name: the proxy looks it up. */
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** The head of an answer to CONNECT is a few hundred bytes. */
const LONGEST_HEAD_BYTES = 16_384;
const HEAD_END = '\r\n\r\n';
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?: |\r\n)/;
const WITH_BODY = /\r\ncontent-length:[\t ]*0*[1-9]|\r\ntransfer-encoding:/i;
const PROXY_SIGN_IN = 407;

/**
 * Opens a tunnel through a proxy (http CONNECT): a connection on which nothing was said yet and nothing was heard. The one place
 * that talks to a proxy, to which the sign-in is all that is said of this player. `done` is called once; the socket then has no
 * listener but one for errors.
 */
export function openTunnel(
  { proxy, host, port, clock, timeoutMs }: TunnelOptions,
  done: (error: Error | null, socket?: Socket) => void,
): Socket {
  const socket = connect({ host: proxy.host, port: proxy.port });
  let head = Buffer.alloc(0);
  let isConnected = false;
  const finish = (code: TunnelErrorCode | null): void => {
    timer.cancel();
    for (const [event, listener] of listeners) socket.off(event, listener);
    if (code === null) {
      done(null, socket);
      return;
    }
    socket.destroy();
    done(tunnelError(code));
  };
  const onLost = (): void => {
    finish(isConnected ? TUNNEL_ERRORS.badAnswer : TUNNEL_ERRORS.unreachable);
  };
  const onData = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf(HEAD_END);
    if (end === -1 && head.length <= LONGEST_HEAD_BYTES) return;
    finish(verdictOf(head, end, proxy.authorization !== null));
  };
  const listeners = [
    ['data', onData],
    ['end', onLost],
    ['close', onLost],
    ['error', onLost],
  ] as const;
  // The listener for errors stays: until somebody takes the socket over, or while it is destroyed, one may come.
  socket.on('error', () => undefined);
  for (const [event, listener] of listeners) socket.on(event, listener);
  const timer = clock.after(timeoutMs, () => {
    finish(isConnected ? TUNNEL_ERRORS.silent : TUNNEL_ERRORS.unreachable);
  });
  socket.once('connect', () => {
    isConnected = true;
    socket.write(requestFor(host, port, proxy.authorization));
  });
  return socket;
}

function requestFor(host: string, port: number, authorization: string | null): string {
  const place = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const signIn = authorization === null ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  return `CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\n${signIn}\r\n`;
}

/** Null: the tunnel is open. */
function verdictOf(head: Buffer, end: number, wasTold: boolean): TunnelErrorCode | null {
  const text = head.subarray(0, end === -1 ? LONGEST_HEAD_BYTES : end + 2).toString('latin1');
  const status = Number(STATUS_LINE.exec(text)?.[1] ?? 0);
  if (end === -1 || end > LONGEST_HEAD_BYTES) return TUNNEL_ERRORS.badAnswer;
  if (status === PROXY_SIGN_IN) return wasTold ? TUNNEL_ERRORS.wrongPassword : TUNNEL_ERRORS.signIn;
  if (status >= 400 && status < 500) return TUNNEL_ERRORS.refused;
  if (status >= 500 && status < 600) return TUNNEL_ERRORS.noWay;
  const isOpen = status >= 200 && status < 300;
  // Nobody speaks before this player does: what comes already is a page in the tunnel's place.
  const isBare = head.length === end + HEAD_END.length && !WITH_BODY.test(text);
  return isOpen && isBare ? null : TUNNEL_ERRORS.badAnswer;
}

function tunnelError(code: TunnelErrorCode): Error {
  return Object.assign(new Error('No way through the proxy'), { code });
}
