import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { certificatesOf, readCertificateFile } from '../../../../src/player/trust/read-certificates.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const folder = join(import.meta.dirname, '../../../support/certificates');
const bytesOf = (name: string): Buffer => readFileSync(join(folder, name));
const [authority = '', leaf = '', rsa = ''] = bytesOf('bundle.pem')
  .toString()
  .split(/(?<=-----END CERTIFICATE-----)\n/)
  .filter(Boolean)
  .map((pem) => new X509Certificate(pem).fingerprint256);

async function fingerprints(bytes: Uint8Array): Promise<readonly string[] | string> {
  const read = await certificatesOf(bytes);
  return read.ok ? read.value.map(({ fingerprint256 }) => fingerprint256) : read.error.code;
}

describe('a certificate file as administrators have them', () => {
  const all = [authority, leaf, rsa];
  const pem = bytesOf('bundle.pem').toString();
  test.each([
    ['a bundle in PEM', Buffer.from(pem), all],
    ['with the line ends of Windows', Buffer.from(pem.replaceAll('\n', '\r\n')), all],
    ['in UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(pem, 'utf16le')]), all],
    [
      'with words and other blocks in it',
      Buffer.from(`Bag: ä\n-----BEGIN X-----\nAAAA\n-----END X-----\n${pem}`),
      all,
    ],
    ['DER', bytesOf('leaf.der'), [leaf]],
    ['DER as bare Base64', Buffer.from(bytesOf('leaf.der').toString('base64')), [leaf]],
    ['PKCS#7, with ECDSA and RSA', bytesOf('bundle.p7b'), all],
    ['PKCS#7 in PEM', bytesOf('bundle-as-text.p7b'), all],
    [
      'PKCS#7 under the name of a certificate',
      Buffer.from(bytesOf('bundle-as-text.p7b').toString().replaceAll('PKCS7', 'CERTIFICATE')),
      all,
    ],
  ])('%s', async (_name, bytes, expected) => {
    expect(await fingerprints(bytes)).toEqual(expected);
  });

  test.each([
    ['nothing', Buffer.from('')],
    ['words', Buffer.from('see the attachment')],
    ['half a DER', bytesOf('leaf.der').subarray(0, 200)],
    ['half a PKCS#7', bytesOf('bundle.p7b').subarray(0, 700)],
    ['a key', Buffer.from('-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n')],
    ['depth without end', Buffer.alloc(200_000, Buffer.from([0x30, 0x80]))],
    ['many blocks', Buffer.from(bytesOf('bundle.pem').toString().repeat(200))],
  ])('%s is unreadable', async (_name, bytes) => {
    const startedAt = performance.now();
    expect(await fingerprints(bytes)).toBe('certificate-unreadable');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('a file that is not there says nothing, one that is too large cannot be read', async () => {
    const path = join(temporaryFolder(), 'server.crt');
    expect(await readCertificateFile(path)).toEqual({ ok: true, value: null });
    writeFileSync(path, Buffer.alloc(1_048_577));
    expect(await readCertificateFile(path)).toMatchObject({ ok: false });
    const pem = bytesOf('bundle.pem').toString();
    writeFileSync(path, pem.padEnd(1_048_577));
    expect(await readCertificateFile(path)).toMatchObject({ ok: false });
    writeFileSync(path, pem.padEnd(1_048_576));
    expect(await readCertificateFile(path)).toMatchObject({ ok: true });
    writeFileSync(path, bytesOf('leaf.der'));
    expect(await readCertificateFile(path)).toMatchObject({ ok: true, value: [{ fingerprint256: leaf }] });
  });
});
