import type { X509Certificate } from 'node:crypto';
import { isIP, type LookupFunction } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { Clock } from '../../shared/clock.ts';
import { openRouted } from './open-routed.ts';
import { connectReceiving } from './receiving-socket.ts';
import type { Route } from './route.ts';
import { tlsOffer } from './tls-offer.ts';

/** The code of the error with which a connection ends whose peer was refused. Nothing was sent to that peer. */
export const PEER_REFUSED = 'ERR_PEER_REFUSED';

/** What a peer showed in the handshake. */
export interface ShownPeer {
  readonly certificate: X509Certificate;
  /** Why system trust would refuse it (chain, dates or name), as OpenSSL's or Node's code; null when it would not. */
  readonly systemProblem: string | null;
}

export interface SecureConnectionOptions {
  /** A host name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  /** For TCP and TLS together, and the way through a proxy. */
  readonly timeoutMs: number;
  readonly route: Route;
  /** Asked once, before a single byte of a request is sent; false ends the connection. */
  readonly judge: (peer: ShownPeer) => boolean;
  /** Whom system trust trusts, from `createOfferingContext`; Node's own list unless told. */
  readonly secureContext?: SecureContext;
  readonly lookup?: LookupFunction;
}

/**
 * Opens a TLS connection and judges its peer before anything can be sent over it, behind a proxy as without one. Node's own
 * check is switched off, since it skips self-signed leaves and resumed sessions; `judge` takes its place. No session
 * is offered, so the peer must show its certificate each time; an IP address is not sent as a name.
 *
 * `done` is called once: with the socket, or with an error (`ERR_PEER_REFUSED`, `ETIMEDOUT`, one of `TUNNEL_ERRORS`, or what the
 * network said).
 */
export function openSecureConnection(
  options: SecureConnectionOptions,
  done: (error: Error | null, socket?: TLSSocket) => void,
): void {
  const { host, port, clock } = options;
  const startedMs = clock.monotonic();
  openRouted({ ...options, isSecure: true }, (error, below) => {
    if (error !== null) {
      done(error);
      return;
    }
    const socket = connectReceiving({
      host,
      port,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(options.secureContext === undefined ? tlsOffer() : { secureContext: options.secureContext }),
      ...(below === null ? lookupOf(options) : { socket: below }),
    });
    judgeAfterHandshake(
      socket,
      { ...options, timeoutMs: startedMs + options.timeoutMs - clock.monotonic() },
      done,
    );
  });
}

function lookupOf({ lookup }: SecureConnectionOptions): { readonly lookup?: LookupFunction } {
  return lookup === undefined ? {} : { lookup };
}

function judgeAfterHandshake(
  socket: TLSSocket,
  { clock, timeoutMs, judge }: SecureConnectionOptions,
  done: (error: Error | null, socket?: TLSSocket) => void,
): void {
  let finished = false;
  const finish = (error: Error | null): void => {
    if (finished) return;
    finished = true;
    timer.cancel();
    socket.off('close', onClose);
    // The listener for errors stays: until the request takes the socket over, or while it is destroyed, one may come.
    if (error === null) {
      done(null, socket);
    } else {
      socket.destroy();
      done(error);
    }
  };
  const onClose = (): void => {
    finish(codedError('ECONNRESET', 'The connection was closed during the TLS handshake'));
  };
  const timer = clock.after(timeoutMs, () => {
    finish(codedError('ETIMEDOUT', 'No TLS connection within the time allowed'));
  });
  socket.on('error', finish);
  socket.once('close', onClose);
  socket.once('secureConnect', () => {
    finish(verdict(socket, judge));
  });
}

function verdict(socket: TLSSocket, judge: SecureConnectionOptions['judge']): Error | null {
  const certificate = socket.getPeerX509Certificate();
  // Without a certificate (a cipher without one, a resumed session) there is nothing to trust.
  const accepted =
    certificate !== undefined && judge({ certificate, systemProblem: systemProblemOf(socket) });
  return accepted ? null : codedError(PEER_REFUSED, 'The certificate of the peer was refused');
}

function systemProblemOf(socket: TLSSocket): string | null {
  if (socket.authorized) return null;
  // Typed as an Error, but Node sets its code.
  const problem: unknown = socket.authorizationError;
  if (typeof problem === 'string') return problem;
  const code = (problem as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unverified';
}

function codedError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
