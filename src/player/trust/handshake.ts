import type { TrustCode } from '../../shared/failure-codes.ts';
import type { SecureContext } from 'node:tls';
import type { Clock } from '../../shared/clock.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { openSecureConnection, PEER_REFUSED, type ShownPeer } from './secure-connection.ts';

export interface HandshakeOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Whom `systemProblem` is judged by. */
  readonly secureContext?: SecureContext;
}

/**
 * Looks at the certificate of whoever answers, over a TLS handshake that ends before a single application byte is sent.
 * Fails with `offline`, `timeout`, or `no-tls` when what answers does not speak TLS; `params.reason` is the network's code.
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
  if (code === 'ETIMEDOUT') return fail('timeout', `${host} did not answer in time.`, params);
  if (code === PEER_REFUSED || code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return fail('no-tls', `${host} answers, but not over https.`, params);
  }
  return fail('offline', `${host} cannot be reached (${code}).`, params);
}
