import forge from 'node-forge';
import type { KeyUsage } from './types.ts';

/**
 * The DER of an X.509 certificate, written with node-forge's ASN.1 tools. forge's own certificate writer
 * takes RSA keys only; this one takes any key's SubjectPublicKeyInfo and leaves the signing to the caller.
 */

const { asn1 } = forge;
const { Class: AsnClass, Type: AsnType } = asn1;

type AsnNode = forge.asn1.Asn1;

export interface SignatureAlgorithm {
  oid: string;
  /** RSA's identifier carries a NULL, the others carry nothing (RFC 4055, RFC 5758, RFC 8410). */
  nullParameters: boolean;
}

export interface CertificateFields {
  serialNumber: Buffer;
  subject: string;
  issuer: string;
  notBefore: Date;
  notAfter: Date;
  subjectPublicKeyInfo: Buffer;
  signatureAlgorithm: SignatureAlgorithm;
  certificateAuthority: boolean;
  /** Null: no such extension, which permits everything. */
  keyUsage: KeyUsage | null;
  dnsNames: readonly string[];
  /** Four or sixteen bytes each. */
  ipAddresses: readonly Buffer[];
}

const universal = (type: forge.asn1.Type, constructed: boolean, value: string | AsnNode[]): AsnNode =>
  asn1.create(AsnClass.UNIVERSAL, type, constructed, value);
const sequence = (...nodes: AsnNode[]): AsnNode => universal(AsnType.SEQUENCE, true, nodes);
const objectIdentifier = (oid: string): AsnNode =>
  universal(AsnType.OID, false, asn1.oidToDer(oid).getBytes());
const contextSpecific = (tag: number, constructed: boolean, value: string | AsnNode[]): AsnNode =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- forge says `Type`, but in this class the number is a tag of the structure's own
  asn1.create(AsnClass.CONTEXT_SPECIFIC, tag, constructed, value);
const binary = (bytes: Buffer): string => bytes.toString('binary');
const toDer = (node: AsnNode): Buffer => Buffer.from(asn1.toDer(node).getBytes(), 'binary');

function distinguishedName(commonName: string): AsnNode {
  const value = universal(AsnType.UTF8, false, binary(Buffer.from(commonName, 'utf8')));
  const attribute = sequence(objectIdentifier('2.5.4.3'), value);
  return sequence(universal(AsnType.SET, true, [attribute]));
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5). */
function time(date: Date): AsnNode {
  return date.getUTCFullYear() < 2050
    ? universal(AsnType.UTCTIME, false, asn1.dateToUtcTime(date))
    : universal(AsnType.GENERALIZEDTIME, false, asn1.dateToGeneralizedTime(date));
}

function algorithmIdentifier(algorithm: SignatureAlgorithm): AsnNode {
  const identifier = objectIdentifier(algorithm.oid);
  return algorithm.nullParameters
    ? sequence(identifier, universal(AsnType.NULL, false, ''))
    : sequence(identifier);
}

function extension(oid: string, critical: boolean, value: AsnNode): AsnNode {
  const nodes = [objectIdentifier(oid)];
  if (critical) nodes.push(universal(AsnType.BOOLEAN, false, '\u00ff'));
  nodes.push(universal(AsnType.OCTETSTRING, false, binary(toDer(value))));
  return sequence(...nodes);
}

function basicConstraints(certificateAuthority: boolean): AsnNode {
  const value = certificateAuthority ? sequence(universal(AsnType.BOOLEAN, false, '\u00ff')) : sequence();
  return extension('2.5.29.19', true, value);
}

/** A bit string: how many bits of its last byte do not count, then the bits from the left. */
const keyUsageBits: Record<KeyUsage, string> = {
  digitalSignature: '\u0007\u0080',
  keyCertSign: '\u0002\u0004',
};

function keyUsageExtension(usage: KeyUsage): AsnNode {
  return extension('2.5.29.15', true, universal(AsnType.BITSTRING, false, keyUsageBits[usage]));
}

function subjectAlternativeNames(fields: CertificateFields): AsnNode {
  const dnsNames = fields.dnsNames.map((name) => contextSpecific(2, false, name));
  const ipAddresses = fields.ipAddresses.map((address) => contextSpecific(7, false, binary(address)));
  return extension('2.5.29.17', false, sequence(...dnsNames, ...ipAddresses));
}

/** The part of the certificate that is signed (RFC 5280, TBSCertificate), as DER. */
export function encodeToBeSigned(fields: CertificateFields): Buffer {
  const extensions = [basicConstraints(fields.certificateAuthority)];
  if (fields.keyUsage !== null) extensions.push(keyUsageExtension(fields.keyUsage));
  if (fields.dnsNames.length + fields.ipAddresses.length > 0) {
    extensions.push(subjectAlternativeNames(fields));
  }
  const version3 = universal(AsnType.INTEGER, false, '\u0002');
  return toDer(
    sequence(
      contextSpecific(0, true, [version3]),
      universal(AsnType.INTEGER, false, binary(fields.serialNumber)),
      algorithmIdentifier(fields.signatureAlgorithm),
      distinguishedName(fields.issuer),
      sequence(time(fields.notBefore), time(fields.notAfter)),
      distinguishedName(fields.subject),
      asn1.fromDer(binary(fields.subjectPublicKeyInfo)),
      contextSpecific(3, true, [sequence(...extensions)]),
    ),
  );
}

/** The signed certificate as PEM. */
export function encodeCertificate(
  toBeSigned: Buffer,
  signatureAlgorithm: SignatureAlgorithm,
  signature: Buffer,
): string {
  const der = toDer(
    sequence(
      asn1.fromDer(binary(toBeSigned)),
      algorithmIdentifier(signatureAlgorithm),
      // A bit string starts with the number of its unused bits.
      universal(AsnType.BITSTRING, false, `\u0000${binary(signature)}`),
    ),
  );
  return forge.pem.encode({ type: 'CERTIFICATE', body: binary(der) }).replaceAll('\r\n', '\n');
}
