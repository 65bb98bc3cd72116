import type { DoctorFinding } from '../../shared/doctor.ts';
import type { CertificateSummary } from '../../shared/status.ts';
import { finding, showable } from './finding.ts';
import type { CertificateVerdict, Shown } from './certificate-verdict.ts';
import { EXPIRY_WARNING_DAYS } from '../trust/expiry.ts';
import { groupsOfFour } from '../../shared/fingerprint.ts';

export interface VerdictDetails {
  readonly shown: Shown;
  readonly host: string;
  /** Of the pinned certificate; null without one. */
  readonly pinnedFingerprint: string | null;
}

/** How the peer's certificate stands with the player, in words. */
export function verdictFinding(verdict: CertificateVerdict, details: VerdictDetails): DoctorFinding {
  const { summary } = details.shown.certificate;
  const params = {
    subject: showable(summary.subject),
    issuer: showable(summary.issuer),
    fingerprint: groupsOfFour(summary.fingerprint).join(' '),
    validUntil: summary.validUntil,
    daysLeft: summary.daysLeft,
  };
  const until = `valid until ${summary.validUntil.slice(0, 10)}`;
  const signedBy = summary.warnings.includes('self-signed') ? 'self-signed' : `issued by ${params.issuer}`;
  switch (verdict) {
    case 'pinned':
      return finding('tls', 'good', 'tls-pinned', {
        message: `The server shows the pinned certificate (${signedBy}, ${until}).`,
        params,
      });
    case 'announced':
      return finding('tls', 'good', 'tls-announced', {
        message: `The server shows a new certificate that it had announced; the player will follow it (${until}).`,
        params,
      });
    case 'same-key':
      return finding('tls', 'good', 'tls-same-key', {
        message: `The server shows a new certificate with the pinned key; the player will follow it (${until}).`,
        params,
      });
    case 'system':
      return finding('tls', 'good', 'tls-system', {
        message: `This machine's system trusts the certificate (${signedBy}, ${until}).`,
        params,
      });
    case 'unverified':
      return finding('tls', 'warning', 'tls-unverified', {
        message: 'The connection is encrypted, but verify_ssl: false lets anybody stand in for the server.',
        remedy: 'Set use_server_certificate: true to pin the certificate of the server.',
        params,
      });
    case 'compare':
      return finding('tls', 'good', 'tls-compare', {
        message: `No known authority vouches for the certificate (${signedBy}); its fingerprint is ${params.fingerprint}.`,
        remedy: 'Have the administrator read the fingerprint out and compare it before you pair.',
        params,
      });
    default:
      return refusalFinding(verdict, details, params);
  }
}

type Refusal = Extract<CertificateVerdict, 'refused' | 'pin-lost' | 'fingerprint-differs' | 'not-trusted'>;

function refusalFinding(
  verdict: Refusal,
  { shown, host, pinnedFingerprint }: VerdictDetails,
  params: { readonly fingerprint: string; readonly [name: string]: string | number },
): DoctorFinding {
  const accept =
    "Compare it with the administrator's; if the server has a new certificate, accept it in the hidden settings under Server.";
  switch (verdict) {
    case 'refused':
      return finding('tls', 'bad', 'tls-refused', {
        message: `${host} shows another certificate than the pinned one, so nothing is sent to it: ${params.fingerprint}.`,
        remedy: accept,
        params: { ...params, host, pinned: groupsOfFour(pinnedFingerprint ?? '').join(' ') },
      });
    case 'pin-lost':
      return finding('tls', 'bad', 'tls-pin-lost', {
        message: `What was pinned of ${host} is lost, so nothing is sent to it; it shows ${params.fingerprint}.`,
        remedy: accept,
        params: { ...params, host },
      });
    case 'fingerprint-differs':
      return finding('tls', 'bad', 'tls-fingerprint-differs', {
        message: `${host} shows another certificate than certificate_fingerprint names: ${params.fingerprint}.`,
        remedy:
          'Check that the address is right, and correct certificate_fingerprint if the server has a new one.',
        params: { ...params, host },
      });
    case 'not-trusted': {
      const reason = shown.systemProblem ?? 'unverified';
      return finding('tls', 'bad', 'tls-not-trusted', {
        message: `This machine's system does not trust the certificate of ${host} (${reason}), so nothing is sent to it.`,
        remedy:
          'Check the clock of this machine; for a server with a certificate of its own set use_server_certificate: true.',
        params: { ...params, host, reason },
      });
    }
  }
}

/** A certificate that is trusted, or will be, by its fingerprint: its name decides nothing. */
const BY_FINGERPRINT: readonly CertificateVerdict[] = ['pinned', 'announced', 'same-key', 'compare'];

/** What a stricter client would say of the certificate's dates, names and key. */
export function certificateWarnings(
  summary: CertificateSummary,
  host: string,
  verdict: CertificateVerdict,
): readonly DoctorFinding[] {
  const { warnings, daysLeft } = summary;
  const validFrom = summary.validFrom.slice(0, 10);
  const validUntil = summary.validUntil.slice(0, 10);
  const renew = 'Have the certificate renewed on the server.';
  const findings: DoctorFinding[] = [];
  const warn = (code: DoctorFinding['code'], text: Parameters<typeof finding>[3]): void => {
    findings.push(finding('tls', 'warning', code, text));
  };
  if (warnings.includes('expired')) {
    const message = `The certificate ended on ${validUntil}.`;
    warn('tls-expired', { message, remedy: renew, params: { validUntil } });
  } else if (daysLeft <= EXPIRY_WARNING_DAYS) {
    const message = `The certificate ends on ${validUntil}, in ${daysLeft} days.`;
    warn('tls-expiring', { message, remedy: renew, params: { validUntil, daysLeft } });
  }
  if (warnings.includes('not-yet-valid')) {
    warn('tls-not-yet-valid', {
      message: `The certificate is valid only from ${validFrom} on.`,
      remedy: 'Check the clock of this machine, and that of the server where the certificate was made.',
      params: { validFrom },
    });
  }
  if (warnings.includes('name-mismatch')) {
    const severity = BY_FINGERPRINT.includes(verdict) ? 'good' : 'warning';
    findings.push(
      finding('tls', severity, 'tls-name-mismatch', {
        message: `The certificate is not made out to ${host}.`,
        remedy: 'Harmless while the certificate is pinned; otherwise use the name that stands in it.',
        params: { host, subject: showable(summary.subject) },
      }),
    );
  }
  if (warnings.includes('weak-key')) {
    warn('tls-weak-key', {
      message: 'The key of the certificate is too short to be safe.',
      remedy: 'Have a new certificate made with RSA of 2048 bits or more, or ECDSA P-256.',
    });
  }
  return findings;
}
