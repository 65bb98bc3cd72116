import type { TrustCode } from '../../shared/failure-codes.ts';
import { createHash, X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CertificateSummary, CertificateWarning } from '../../shared/status.ts';
import type { InspectedCertificate } from './trust.types.ts';

const DAY_MS = 86_400_000;
const LONGEST_BUNDLE = 65_536;
const MOST_CERTIFICATES = 10;
const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export interface InspectionContext {
  /** The player's own wall clock, in ms since 1970; dates are only warnings (ARCHITECTURE.md, *No secret to a stranger*). */
  readonly now: number;
  /** The host name or IP address under which the server is reached; null leaves the name unjudged. */
  readonly host: string | null;
  /** Why system trust refused it in a handshake, as OpenSSL's code; absent or null when it did not, or was not asked. */
  readonly systemProblem?: string | null;
}

/** OpenSSL's codes for a chain that ends nowhere known. */
const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
]);

/**
 * Reads one certificate, PEM (the first of a bundle) or DER, into words and the two hashes that trust compares.
 * Fails with `certificate-unreadable` for anything else.
 */
export function inspectCertificate(
  input: string | Uint8Array | X509Certificate,
  context: InspectionContext,
): Result<InspectedCertificate, TrustCode> {
  const parsed = input instanceof X509Certificate ? ok(input) : parseOne(input);
  if (!parsed.ok) return parsed;
  const certificate = parsed.value;
  return ok({
    summary: summarise(certificate, context),
    publicKeyHash: publicKeyHash(certificate),
    pem: certificate.toString(),
  });
}

/** Every certificate of a PEM bundle, in its order. Fails with `certificate-unreadable` when one of them is damaged. */
export function readBundle(pem: string): Result<readonly X509Certificate[], TrustCode> {
  const blocks = pem.length > LONGEST_BUNDLE ? [] : (pem.match(PEM_BLOCK) ?? []);
  if (blocks.length === 0 || blocks.length > MOST_CERTIFICATES) return unreadable();
  const certificates: X509Certificate[] = [];
  for (const block of blocks) {
    const parsed = parseBytes(block);
    if (!parsed.ok) return parsed;
    certificates.push(parsed.value);
  }
  return ok(certificates);
}

/** SHA-256 of a certificate as the player writes it: 64 upper-case hex digits. */
export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toUpperCase();
}

/**
 * Whether `authority` signed `certificate`. The signature is checked, since names alone say so of every self-signed
 * certificate and its successor.
 */
export function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  } catch {
    // A signature of a kind that this build does not know.
    return false;
  }
}

/** Signed with its own key, whatever its keyUsage permits: libraries differ in what they call self-signed. */
function isSelfSigned(certificate: X509Certificate): boolean {
  try {
    return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
  } catch {
    return false;
  }
}

function parseOne(input: string | Uint8Array): Result<X509Certificate, TrustCode> {
  if (typeof input !== 'string') return parseBytes(input);
  const bundle = readBundle(input);
  if (!bundle.ok) return bundle;
  const first = bundle.value[0];
  return first === undefined ? unreadable() : ok(first);
}

function parseBytes(input: string | Uint8Array): Result<X509Certificate, TrustCode> {
  try {
    const certificate = new X509Certificate(input);
    // A key of a kind that this build does not know shows only when it is asked for.
    publicKeyHash(certificate);
    return ok(certificate);
  } catch {
    return unreadable();
  }
}

function unreadable(): Result<never, TrustCode> {
  return fail('certificate-unreadable', 'This is not a certificate that can be read.');
}

function publicKeyHash(certificate: X509Certificate): string {
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('hex').toUpperCase();
}

function summarise(certificate: X509Certificate, context: InspectionContext): CertificateSummary {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    fingerprint: fingerprintOf(certificate),
    validFrom: isoDate(certificate.validFromDate),
    validUntil: isoDate(certificate.validToDate),
    daysLeft: Math.floor((certificate.validToDate.getTime() - context.now) / DAY_MS),
    warnings: warningsOf(certificate, context),
  };
}

/** The fields of a distinguished name come one a line; either may be missing. */
function oneLine(distinguishedName: string | undefined): string {
  return (distinguishedName ?? '').split('\n').filter(Boolean).join(', ');
}

function isoDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function warningsOf(
  certificate: X509Certificate,
  { now, host, systemProblem }: InspectionContext,
): CertificateWarning[] {
  const warnings: CertificateWarning[] = [];
  if (now > certificate.validToDate.getTime()) warnings.push('expired');
  if (now < certificate.validFromDate.getTime()) warnings.push('not-yet-valid');
  if (host !== null && checkServerIdentity(host, certificate.toLegacyObject()) !== undefined) {
    warnings.push('name-mismatch');
  }
  const isOwn = isSelfSigned(certificate);
  if (isOwn) warnings.push('self-signed');
  // OpenSSL and BoringSSL call the same certificate by different codes, by what its keyUsage says.
  if (!isOwn && UNKNOWN_AUTHORITY.has(systemProblem ?? '')) warnings.push('unknown-authority');
  if (isWeak(certificate)) warnings.push('weak-key');
  return warnings;
}

/** Below what the BSI and NIST ask of any certificate since 2014: RSA of 2048 bits, elliptic curves of 224. */
function isWeak(certificate: X509Certificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) < 2048;
  return asymmetricKeyType === 'dsa';
}
