import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIP, isIPv6 } from 'node:net';
import { encodeCertificate, encodeToBeSigned } from './certificate-encoding.ts';
import type { SignatureAlgorithm } from './certificate-encoding.ts';
import type { Certificate, CertificateOptions, KeyType } from './types.ts';

const dayMs = 24 * 60 * 60 * 1000;

const signatureAlgorithms: Record<KeyType, SignatureAlgorithm & { digest: string | null }> = {
  rsa: { oid: '1.2.840.113549.1.1.11', nullParameters: true, digest: 'sha256' },
  ecdsa: { oid: '1.2.840.10045.4.3.2', nullParameters: false, digest: 'sha256' },
  'ecdsa-p521': { oid: '1.2.840.10045.4.3.4', nullParameters: false, digest: 'sha512' },
  ed25519: { oid: '1.3.101.112', nullParameters: false, digest: null },
  ed448: { oid: '1.3.101.113', nullParameters: false, digest: null },
};

function makePrivateKey(keyType: KeyType): KeyObject {
  switch (keyType) {
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    case 'ecdsa':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    case 'ecdsa-p521':
      return generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    case 'ed448':
      return generateKeyPairSync('ed448').privateKey;
  }
}

/** Sixteen random bytes, positive and without a leading zero, as an ASN.1 integer wants them. */
function makeSerialNumber(): Buffer {
  const serialNumber = randomBytes(16);
  serialNumber.writeUInt8((serialNumber.readUInt8(0) & 0x3f) | 0x40, 0);
  return serialNumber;
}

function ipAddressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function colonHex(digest: Buffer): string {
  return digest
    .toString('hex')
    .toUpperCase()
    .replace(/..(?!$)/g, '$&:');
}

/**
 * Makes a real certificate and its key: by default RSA 2048, self-signed, a CN and no SAN, valid from a day
 * ago for a year. Throws when `sameKeyAs` and another `keyType` contradict each other.
 */
export function makeCertificate(options: CertificateOptions = {}): Certificate {
  const { sameKeyAs, issuer } = options;
  const keyType = options.keyType ?? sameKeyAs?.keyType ?? 'rsa';
  if (sameKeyAs !== undefined && sameKeyAs.keyType !== keyType) {
    throw new Error(`The key to use again is ${sameKeyAs.keyType}, not ${keyType}.`);
  }
  const privateKey = sameKeyAs ? createPrivateKey(sameKeyAs.privateKeyPem) : makePrivateKey(keyType);
  const subjectPublicKeyInfo = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const commonName = options.commonName ?? sameKeyAs?.commonName ?? 'digiserver.local';
  const notBefore = options.notBefore ?? new Date(Date.now() - dayMs);
  const notAfter = options.notAfter ?? new Date(Date.now() + 365 * dayMs);
  const serialNumber = makeSerialNumber();
  const alternativeNames = options.subjectAlternativeNames ?? [];

  const { digest, ...signatureAlgorithm } = signatureAlgorithms[issuer?.keyType ?? keyType];
  const toBeSigned = encodeToBeSigned({
    serialNumber,
    subject: commonName,
    issuer: issuer?.commonName ?? commonName,
    notBefore,
    notAfter,
    subjectPublicKeyInfo,
    signatureAlgorithm,
    // `openssl req -x509`, which small offices use, marks every self-signed certificate as an authority.
    certificateAuthority: options.certificateAuthority ?? issuer === undefined,
    keyUsage: options.keyUsage ?? null,
    dnsNames: alternativeNames.filter((name) => isIP(name) === 0),
    ipAddresses: alternativeNames.filter((name) => isIP(name) !== 0).map(ipAddressBytes),
  });
  const signingKey = issuer ? createPrivateKey(issuer.privateKeyPem) : privateKey;
  const certificatePem = encodeCertificate(
    toBeSigned,
    signatureAlgorithm,
    sign(digest, toBeSigned, signingKey),
  );

  return {
    commonName,
    keyType,
    certificatePem,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    chainPem: issuer && options.includeChain !== false ? certificatePem + issuer.chainPem : certificatePem,
    fingerprint256: new X509Certificate(certificatePem).fingerprint256,
    publicKeyFingerprint256: colonHex(createHash('sha256').update(subjectPublicKeyInfo).digest()),
    serialNumber: serialNumber.toString('hex').toUpperCase(),
    notBefore,
    notAfter,
  };
}
