import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { asn1 as Asn1, util as Util } from 'node-forge';
import type { TrustCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { decodeText } from '../settings/decode-text.ts';

const LARGEST_FILE_BYTES = 1_048_576;
/** A file of all the authorities that a system knows has some 150. */
const MOST_CERTIFICATES = 500;
const PEM_BLOCK =
  /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE|PKCS7|CMS)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g;
/** What a file of nothing but Base64 can begin with: the first bytes of every certificate. */
const BARE_BASE64 = /^\s*MI[A-Za-z0-9+/=\s]+$/;
const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * The certificates in a file as administrators have them: PEM (one or a bundle, in any writing of text, other blocks
 * beside them), DER, or PKCS#7 (`.p7b`) as either; in the file's order. Null: there is no such file.
 *
 * Fails with `certificate-unreadable` when there is no certificate in it, or it cannot be read.
 */
export async function readCertificateFile(
  path: string,
): Promise<Result<readonly X509Certificate[] | null, TrustCode>> {
  try {
    const { size } = await stat(path);
    return size > LARGEST_FILE_BYTES ? unreadable() : await certificatesOf(await readFile(path));
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? ok(null) : unreadable();
  }
}

/** See {@link readCertificateFile}. */
export async function certificatesOf(
  bytes: Uint8Array,
): Promise<Result<readonly X509Certificate[], TrustCode>> {
  const certificates: X509Certificate[] = [];
  for (const der of derBlocksOf(bytes)) {
    const one = certificateOf(der);
    certificates.push(...(one === null ? await certificatesOfPkcs7(der) : [one]));
    if (certificates.length > MOST_CERTIFICATES) return unreadable();
  }
  return certificates.length === 0 ? unreadable() : ok(certificates);
}

function derBlocksOf(bytes: Uint8Array): readonly Uint8Array[] {
  const text = decodeText(bytes);
  const blocks = [...text.matchAll(PEM_BLOCK)].map(([, , base64 = '']) => Buffer.from(base64, 'base64'));
  if (blocks.length > 0) return blocks;
  return BARE_BASE64.test(text) ? [Buffer.from(text, 'base64')] : [bytes];
}

function certificateOf(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

/**
 * Walks to the certificates of a PKCS#7 and hands the bytes of each to Node: node-forge's own reader throws on keys other
 * than RSA. Loaded only here, since few machines ever see such a file.
 */
async function certificatesOfPkcs7(der: Uint8Array): Promise<readonly X509Certificate[]> {
  const { asn1, util } = (await import('node-forge')).default;
  try {
    // Its types know only one of the options: bits that look like a structure would be taken for one.
    const fromDer = asn1.fromDer as unknown as (bytes: Util.ByteStringBuffer, options: object) => Asn1.Asn1;
    const options = { strict: true, decodeBitStrings: false };
    const root = fromDer(util.createBuffer(Buffer.from(der).toString('binary')), options);
    const [kind, wrapped] = childrenOf(root);
    if (typeof kind?.value !== 'string' || asn1.derToOid(kind.value) !== SIGNED_DATA) return [];
    const signedData = childrenOf(wrapped)[0];
    const isCertificates = ({ tagClass, type }: Asn1.Asn1): boolean =>
      tagClass === asn1.Class.CONTEXT_SPECIFIC && type === asn1.Type.NONE;
    return childrenOf(childrenOf(signedData).find(isCertificates)).flatMap((each) => {
      const one = certificateOf(Buffer.from(asn1.toDer(each).getBytes(), 'binary'));
      return one === null ? [] : [one];
    });
  } catch {
    return [];
  }
}

function childrenOf(value: Asn1.Asn1 | undefined): readonly Asn1.Asn1[] {
  return Array.isArray(value?.value) ? value.value : [];
}

function unreadable(): Result<never, TrustCode> {
  return fail('certificate-unreadable', 'This is not a certificate that can be read.');
}
