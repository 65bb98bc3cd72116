import { fail, type Failure } from '../../shared/result.ts';
import type { TrustStatus } from '../../shared/status.ts';
import { EXPIRY_WARNING_DAYS } from './expiry.ts';

/** What a technician must know of trust: not verified, refused, ending within 30 days, ended. Pure. */
export function trustProblems({ mode, current, refused }: TrustStatus): readonly Failure[] {
  const problems: Failure[] = [];
  if (mode === 'insecure') {
    const message =
      'The certificate of the server is not verified at all; this is for development only, so pin it for production.';
    problems.push(fail('trust-insecure', message).error);
  }
  if (refused !== null) {
    const { fingerprint } = refused;
    const message =
      'The server shows another certificate than the one that is trusted; compare it and accept it in the settings.';
    problems.push(fail('certificate-refused', message, { fingerprint }).error);
  }
  if (current !== null && current.daysLeft <= EXPIRY_WARNING_DAYS) {
    const { daysLeft } = current;
    const message =
      daysLeft < 0
        ? "The server's certificate has expired; have the administrator renew it."
        : `The server's certificate ends in ${daysLeft} days; have the administrator renew it.`;
    const code = daysLeft < 0 ? 'certificate-expired' : 'certificate-expiring';
    problems.push(fail(code, message, { days: daysLeft }).error);
  }
  return problems;
}
