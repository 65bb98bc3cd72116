import type { ProxyCode } from '../../shared/failure-codes.ts';
import { fail, type Failed } from '../../shared/result.ts';
import { TUNNEL_ERRORS, type TunnelErrorCode } from './tunnel.ts';

const failures: Readonly<Record<TunnelErrorCode, readonly [code: ProxyCode, message: string]>> = {
  [TUNNEL_ERRORS.unreachable]: ['proxy-unreachable', 'The proxy of this screen cannot be reached.'],
  [TUNNEL_ERRORS.silent]: ['proxy-silent', 'The proxy did not open the way to the server in time.'],
  [TUNNEL_ERRORS.signIn]: ['proxy-sign-in', 'The proxy wants a user and a password.'],
  [TUNNEL_ERRORS.wrongPassword]: [
    'proxy-wrong-password',
    'The proxy does not accept this user and password.',
  ],
  [TUNNEL_ERRORS.refused]: ['proxy-refused', 'The proxy does not let this screen to this address.'],
  [TUNNEL_ERRORS.noWay]: ['proxy-no-way', 'The proxy cannot reach the server.'],
  [TUNNEL_ERRORS.badAnswer]: ['proxy-bad-answer', 'What answers in the place of the proxy is none.'],
};

/** What a connection ended with, by the code of its error; null: it was not for the proxy. */
export function proxyFailureOf(code: string): Failed<ProxyCode> | null {
  const known = Object.hasOwn(failures, code) ? failures[code as TunnelErrorCode] : undefined;
  return known === undefined ? null : fail(known[0], known[1], { reason: code });
}
