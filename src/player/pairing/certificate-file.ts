import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';

const PEM_HEAD = '-----BEGIN CERTIFICATE-----';
/** More than a chain of certificates takes. */
const MOST_BYTES = 1_048_576;

/**
 * Keeps a certificate in the file that a setting names, mode 600. Whatever stands there and is not a certificate stays as it is,
 * and so does a link: fails with `certificate-file-unreadable` and a sentence that says why nothing was written.
 */
export function keepCertificateFile(path: string, pem: string): Result<null> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    if (!mayBeReplaced(path)) return fail('certificate-file-unreadable', `${path} is not a certificate.`);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, pem, { flag: 'wx', mode: 0o600, flush: true });
    renameSync(draft, path);
    return ok(null);
  } catch (thrown) {
    rmSync(draft, { force: true });
    return fail('certificate-file-unreadable', describeThrown(thrown));
  }
}

function mayBeReplaced(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return true;
  if (!stats.isFile() || stats.size > MOST_BYTES) return false;
  return readFileSync(path, 'utf8').trimStart().startsWith(PEM_HEAD);
}
