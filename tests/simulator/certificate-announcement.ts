import { X509Certificate } from 'node:crypto';
import { errorAnswer, jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

/** As Python's `isoformat()` writes it: UTC, without `Z` or offset. */
function pythonTime(date: Date): string {
  return date.toISOString().slice(0, 19);
}

function commaSeparated(distinguishedName: string): string {
  return distinguishedName.split('\n').reverse().join(',');
}

function certificateInfo(pem: string): Record<string, string> | null {
  try {
    const certificate = new X509Certificate(pem);
    return {
      subject: commaSeparated(certificate.subject),
      issuer: commaSeparated(certificate.issuer),
      valid_from: pythonTime(certificate.validFromDate),
      valid_until: pythonTime(certificate.validToDate),
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    };
  } catch {
    return null;
  }
}

/** `/api/certificate` for the text of the server's certificate file (any text), or 404 when there is none. */
export function certificateAnswer(pem: string | null): Answer {
  if (pem === null) return errorAnswer(404, 'Certificate not found at endpoint');
  return jsonAnswer(200, {
    success: true,
    certificate: pem,
    certificate_info: certificateInfo(pem),
    integration_instructions: {
      python_requests: 'Save the certificate to a file and set session.verify to its path',
      curl: 'curl --cacert server_cert.pem https://server/api/health',
    },
  });
}
