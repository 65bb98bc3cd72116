import type { SecureContext } from 'node:tls';
import { notPaired } from './pairing/pairing-controller.ts';
import { readPeerCertificate } from './trust/handshake.ts';
import { inspectCertificate } from './trust/inspect-certificate.ts';
import { hostOf } from './trust/known-server.ts';
import type { Route } from './trust/route.ts';
import type { InspectedCertificate, TrustStore } from './trust/trust.types.ts';
import type { Clock } from '../shared/clock.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import type { CertificateSummary } from '../shared/status.ts';

export interface CertificateChoiceDependencies {
  readonly trust: Pick<TrustStore, 'trustInstead'>;
  /** The paired server's address; null without one. */
  readonly serverUrl: () => string | null;
  readonly systemContext: () => SecureContext;
  readonly route: Route;
  readonly clock: Clock;
  /** For the handshake. */
  readonly timeoutMs: () => number;
}

/** A technician's way to another certificate of the paired server; nothing secret is said on it. */
export interface CertificateChoice {
  /** What the server shows now. Fails with `not-paired`, `no-tls` on plain http, or as the handshake did. */
  look(): Promise<Result<CertificateSummary>>;
  /** Trusts the certificate with this fingerprint from now on, if the server still shows it; else `no-such-certificate`. */
  use(fingerprint: string): Promise<Result<null>>;
}

/** Makes the choice; nobody is asked before it is used. */
export function createCertificateChoice(dependencies: CertificateChoiceDependencies): CertificateChoice {
  const { trust, serverUrl, systemContext, route, clock, timeoutMs } = dependencies;
  const shownNow = async (): Promise<Result<InspectedCertificate>> => {
    const address = serverUrl();
    if (address === null) return notPaired();
    const url = new URL(address);
    if (url.protocol !== 'https:') return fail('no-tls', 'This server is reached without encryption.');
    const host = hostOf(url.origin);
    const shown = await readPeerCertificate({
      host,
      port: Number(url.port || 443),
      timeoutMs: timeoutMs(),
      clock,
      route,
      secureContext: systemContext(),
    });
    if (!shown.ok) return shown;
    const { certificate, systemProblem } = shown.value;
    return inspectCertificate(certificate, { now: clock.now(), host, systemProblem });
  };
  return {
    look: async () => {
      const shown = await shownNow();
      return shown.ok ? ok(shown.value.summary) : shown;
    },
    use: async (fingerprint) => {
      const shown = await shownNow();
      if (!shown.ok) return shown;
      if (shown.value.summary.fingerprint !== fingerprint)
        return fail('no-such-certificate', 'The server no longer shows this certificate; look again.');
      return trust.trustInstead(shown.value);
    },
  };
}
