import type { SecureContext } from 'node:tls';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { isProxyCode } from '../../shared/failure-codes.ts';
import type { Failure } from '../../shared/result.ts';
import type { Route } from '../trust/route.ts';
import { readPeerCertificate } from '../trust/handshake.ts';
import { inspectCertificate } from '../trust/inspect-certificate.ts';
import { hostOf } from '../trust/known-server.ts';
import { certificateWarnings, verdictFinding } from './certificate-findings.ts';
import { finding } from './finding.ts';
import { proxyFinding } from './proxy-findings.ts';
import { isRefusal, certificateVerdictOf, type Expectation } from './certificate-verdict.ts';
import { within, type CheckLimits } from './within.ts';

export interface CertificateTarget {
  /** The server's address, https. */
  readonly url: URL;
  readonly expectation: Expectation;
  readonly secureContext: SecureContext;
  readonly route: Route;
}

/** What is to be said of the certificate, and whether its peer may hear anything at all. */
export interface CertificateExamination {
  readonly findings: readonly DoctorFinding[];
  readonly accepted: boolean;
}

/** Looks at the certificate over a handshake that ends before a byte is sent, and measures it as the player itself would. */
export async function checkCertificate(
  { url, expectation, secureContext, route }: CertificateTarget,
  limits: CheckLimits,
): Promise<CertificateExamination> {
  const host = hostOf(url.origin);
  const { clock, timeoutMs } = limits;
  const port = Number(url.port || 443);
  const ended = await within(limits, () =>
    readPeerCertificate({ host, port, clock, timeoutMs, route, secureContext }),
  );
  if (ended.kind === 'timed-out') return unseen(timedOut(host));
  if (!ended.value.ok) return unseen(handshakeFinding(host, ended.value.error));
  const { certificate: raw, systemProblem } = ended.value.value;
  const inspected = inspectCertificate(raw, { now: clock.now(), host, systemProblem });
  if (!inspected.ok) return unseen(unreadable(host));
  const shown = { certificate: inspected.value, systemProblem };
  const verdict = certificateVerdictOf(expectation, shown);
  const pinned = expectation.kind === 'known' ? expectation.server.pin : null;
  const details = { shown, host, pinnedFingerprint: pinned?.summary.fingerprint ?? null };
  return {
    findings: [
      verdictFinding(verdict, details),
      ...certificateWarnings(inspected.value.summary, host, verdict),
    ],
    accepted: !isRefusal(verdict),
  };
}

/** What there is to say of an `http://` address. */
export function plainFinding(host: string): DoctorFinding {
  return finding('tls', 'warning', 'tls-plain', {
    message: `The address is http, so what passes between this screen and ${host} is neither encrypted nor proven.`,
    remedy: 'Use the https address of the server if it has one.',
    params: { host },
  });
}

function unseen(finding: DoctorFinding): CertificateExamination {
  return { findings: [finding], accepted: false };
}

function handshakeFinding(host: string, { code, params = {} }: Failure): DoctorFinding {
  const reason = String(params['reason'] ?? 'unknown');
  if (isProxyCode(code)) return proxyFinding('tls', code);
  if (code === 'timeout') return timedOut(host);
  if (code === 'key-usage-refused') {
    return finding('tls', 'bad', 'tls-key-usage', {
      message: `The certificate of ${host} does not permit signing (keyUsage), so this player may not take it (${reason}).`,
      remedy: 'Have a new one made with keyUsage digitalSignature, or without keyUsage.',
      params: { host, reason },
    });
  }
  if (code === 'nothing-in-common') {
    return finding('tls', 'bad', 'tls-nothing-in-common', {
      message: `${host} speaks https, but with a kind of key or cipher that this player does not know (${reason}).`,
      remedy:
        'Have a certificate made with an RSA key of 2048 bits or ECDSA P-256, and allow TLS 1.2 or 1.3.',
      params: { host, reason },
    });
  }
  if (code === 'no-tls') {
    return finding('tls', 'bad', 'tls-not-spoken', {
      message: `${host} answers there, but does not speak https with this player (${reason}).`,
      remedy: 'Check the port; if the server has only http, write http:// in front of its address.',
      params: { host, reason },
    });
  }
  return finding('tls', 'bad', 'tls-broken-off', {
    message: `${host} broke the connection off during the TLS handshake (${reason}).`,
    remedy: 'Check that the port is the one of https, and the log of the server or of the proxy before it.',
    params: { host, reason },
  });
}

function timedOut(host: string): DoctorFinding {
  return finding('tls', 'bad', 'tls-timed-out', {
    message: `${host} took the connection, but did not answer to the TLS handshake.`,
    remedy: 'Check that the port is the one of https and that the server is not overloaded.',
    params: { host },
  });
}

function unreadable(host: string): DoctorFinding {
  return finding('tls', 'bad', 'tls-unreadable', {
    message: `${host} shows a certificate that cannot be read.`,
    remedy: 'Have a new certificate made for the server (RSA of 2048 bits or ECDSA P-256).',
    params: { host },
  });
}
