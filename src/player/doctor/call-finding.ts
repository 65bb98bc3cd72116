import type { DoctorCheck, DoctorCode, DoctorFinding, DoctorVerdict } from '../../shared/doctor.ts';
import { isProxyCode, type CallCode } from '../../shared/failure-codes.ts';
import type { Failure } from '../../shared/result.ts';
import { finding } from './finding.ts';
import { proxyFinding } from './proxy-findings.ts';

/**
 * What a failed call to the server means, from the codes of `ServerClient`. Sentences are the doctor's own: what a server
 * wrote into an error is not repeated.
 */
export function callFinding(check: DoctorCheck, failure: Failure<CallCode>): DoctorFinding {
  const status = failure.params?.['status'];
  const known = typeof status === 'number' ? { status } : {};
  const bad = (code: DoctorCode, message: string, remedy: string): DoctorFinding =>
    found('bad', code, message, remedy);
  const found = (verdict: DoctorVerdict, code: DoctorCode, message: string, remedy: string): DoctorFinding =>
    finding(check, verdict, code, { message, remedy, params: known });
  const { code } = failure;
  if (isProxyCode(code)) return proxyFinding(check, code);
  switch (code) {
    case 'timeout':
      return callTimedOut(check);
    case 'untrusted':
      return bad(
        'call-untrusted',
        'Meanwhile somebody answered with a certificate that is not trusted; nothing was sent.',
        'Run the doctor again; if it stays, ask who else answers under this address.',
      );
    case 'unauthorized':
      return bad(
        'call-unauthorized',
        'The server refuses this without another sign-in.',
        'Check on the server that this screen still exists, then pair it again.',
      );
    case 'not-found':
      return bad(
        'call-not-found',
        'Something answers under this address, but it does not know this call.',
        'Check that the address, with its port and path, is that of a DigiServer.',
      );
    case 'rate-limited':
      return found(
        'warning',
        'call-rate-limited',
        'The server asks to wait.',
        'Wait a minute, then run the doctor again.',
      );
    case 'refused':
      return bad('call-refused', 'The server refused the request.', 'Look into the log of the server.');
    case 'server-error':
      return bad(
        'call-server-error',
        'The server has a problem of its own.',
        'Look into the log of the server.',
      );
    case 'bad-answer':
    case 'too-large':
      return bad(
        'call-bad-answer',
        'The answer is not what a DigiServer says.',
        'Check that the address, with its port and path, is that of a DigiServer and not of a log-in page or proxy.',
      );
    case 'offline':
    case 'bad-media-url':
      return bad(
        'call-offline',
        'The connection broke before an answer was there.',
        'Run the doctor again; if it stays, look into the log of the server or of the proxy before it.',
      );
  }
}

/** A call that the server took and did not answer. */
export function callTimedOut(check: DoctorCheck): DoctorFinding {
  return finding(check, 'bad', 'call-timed-out', {
    message: 'The server took the request, but did not answer in time.',
    remedy:
      'Check the load of the server and the network; a slow line may need a longer timeout in the settings.',
  });
}
