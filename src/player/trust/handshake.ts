import type { TrustCode } from '../../shared/failure-codes.ts';
import type { SecureContext } from 'node:tls';
import type { Clock } from '../../shared/clock.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { proxyFailureOf } from './proxy-failure.ts';
import type { Route } from './route.ts';
import { openSecureConnection, PEER_REFUSED, type ShownPeer } from './secure-connection.ts';

export interface HandshakeOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly route: Route;
  /** Whom `systemProblem` is judged by. */
  readonly secureContext?: SecureContext;
}

/**
 * Looks at the certificate of whoever answers, over a TLS handshake that ends before a single application byte is sent.
 * Fails with `offline`, `timeout`, `no-tls` when what answers does not speak TLS, `key-usage-refused` when its certificate may
 * not be used for TLS, or `nothing-in-common` when it has no key, cipher or version that this player speaks; `params.reason` is
 * the network's code.
 */
export function readPeerCertificate(options: HandshakeOptions): Promise<Result<ShownPeer, TrustCode>> {
  return new Promise((resolve) => {
    let shown: ShownPeer | null = null;
    openSecureConnection(
      {
        ...options,
        judge: (peer) => {
          shown = peer;
          return false;
        },
      },
      (error) => {
        resolve(shown === null ? handshakeFailure(error, options.host) : ok(shown));
      },
    );
  });
}

function handshakeFailure(error: Error | null, host: string): Result<never, TrustCode> {
  const { code = 'unknown' }: NodeJS.ErrnoException = error ?? new Error();
  const params = { host, reason: code };
  const proxyFailure = proxyFailureOf(code);
  if (proxyFailure !== null) return proxyFailure;
  if (code === 'ETIMEDOUT') return fail('timeout', `${host} did not answer in time.`, params);
  const refusal = refusalByLibrary(code);
  if (refusal === 'key-usage-refused')
    return fail(refusal, `The certificate of ${host} does not permit signing, which https needs.`, params);
  if (refusal === 'nothing-in-common')
    return fail(refusal, `${host} speaks https with no key or cipher that this player knows.`, params);
  if (code === PEER_REFUSED || code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return fail('no-tls', `${host} answers, but not over https.`, params);
  }
  return fail('offline', `${host} cannot be reached (${code}).`, params);
}

/**
 * What the TLS library itself refused. OpenSSL takes a certificate whose keyUsage forbids what it is used for, and BoringSSL,
 * which Electron has, does not (ssl_cert_check_key_usage). Both end alike where the two sides have no key or cipher in common.
 */
export function refusalByLibrary(code: string): 'key-usage-refused' | 'nothing-in-common' | null {
  if (code === 'ERR_SSL_KEY_USAGE_BIT_INCORRECT') return 'key-usage-refused';
  return NOTHING_IN_COMMON.some((reason) => code.startsWith('ERR_SSL_') && code.endsWith(reason))
    ? 'nothing-in-common'
    : null;
}

/** The ends of the codes: what stands before differs between the libraries and their versions. */
const NOTHING_IN_COMMON = [
  ...['ALERT_HANDSHAKE_FAILURE', 'ALERT_PROTOCOL_VERSION', 'ALERT_INSUFFICIENT_SECURITY'],
  ...['UNSUPPORTED_PROTOCOL', 'NO_COMMON_SIGNATURE_ALGORITHMS', 'WRONG_SIGNATURE_TYPE'],
  ...['BAD_ECC_CERT', 'WRONG_CERTIFICATE_TYPE', 'WRONG_CURVE'],
];
