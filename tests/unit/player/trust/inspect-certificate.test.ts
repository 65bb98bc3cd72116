import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fingerprintOf,
  inspectCertificate,
  isIssuedBy,
  readBundle,
} from '../../../../src/player/trust/inspect-certificate.ts';
import { makeCertificate } from '../../../simulator/certificate.ts';

const DAY_MS = 86_400_000;
const now = Date.now();
const context = { now, host: null };
const authority = makeCertificate({ commonName: 'Office CA', certificateAuthority: true });

describe('inspectCertificate', () => {
  it.each(['rsa', 'ecdsa', 'ed25519'] as const)('reads a certificate with a key of kind %s', (keyType) => {
    const made = makeCertificate({ commonName: 'digiserver.local', keyType });
    const inspected = inspectCertificate(made.certificatePem, context);
    expect(inspected).toMatchObject({
      ok: true,
      value: {
        publicKeyHash: made.publicKeyFingerprint256.replaceAll(':', ''),
        summary: {
          fingerprint: made.fingerprint256.replaceAll(':', ''),
          subject: expect.stringContaining('digiserver.local') as string,
          warnings: ['self-signed'],
        },
      },
    });
  });

  it('refuses a certificate whose key is damaged, over which Node itself would end the process', () => {
    const der = Buffer.from(new X509Certificate(makeCertificate().certificatePem).raw);
    // The list of modulus and exponent, within the bits of the key.
    const key = der.indexOf(Buffer.from('0382010f003082010a', 'hex'));
    der[key + 5] = 0x31;
    const damaged = new X509Certificate(der);
    expect(inspectCertificate(damaged, { now, host: 'digiserver.local' })).toMatchObject({ ok: false });
    expect(inspectCertificate(der, { now, host: 'digiserver.local' })).toMatchObject({ ok: false });
  });

  it('counts whole days to the end', () => {
    const made = makeCertificate({ notAfter: new Date(now + 14.5 * DAY_MS) });
    expect(inspectCertificate(made.certificatePem, context)).toMatchObject({
      value: { summary: { daysLeft: 14 } },
    });
  });

  it('reads DER as well as PEM', () => {
    const der = new X509Certificate(authority.certificatePem).raw;
    expect(inspectCertificate(der, context).ok).toBe(true);
  });

  it('warns of a key that anybody could break', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const weak = makeCertificate({ sameKeyAs: { ...makeCertificate(), privateKeyPem } });
    expect(inspectCertificate(weak.certificatePem, context)).toMatchObject({
      value: { summary: { warnings: ['self-signed', 'weak-key'] } },
    });
  });

  it('says whether the end is past or the beginning to come, to the millisecond', () => {
    const end = new Date(Math.floor(now / 1_000) * 1_000);
    const made = makeCertificate({
      keyType: 'ecdsa',
      notBefore: new Date(end.getTime() - DAY_MS),
      notAfter: end,
    });
    const warningsAt = (at: number) => {
      const inspected = inspectCertificate(made.certificatePem, { now: at, host: null });
      return inspected.ok ? inspected.value.summary.warnings : [];
    };
    expect(warningsAt(end.getTime())).toEqual(['self-signed']);
    expect(warningsAt(end.getTime() + 1)).toEqual(['expired', 'self-signed']);
    expect(warningsAt(end.getTime() - DAY_MS)).toEqual(['self-signed']);
    expect(warningsAt(end.getTime() - DAY_MS - 1)).toEqual(['not-yet-valid', 'self-signed']);
  });

  it('names an authority that nobody knows only where another signed it, and the host where the name is another', () => {
    const leaf = makeCertificate({ issuer: authority, subjectAlternativeNames: ['a.test'] });
    const warnings = (
      { certificatePem }: typeof leaf,
      systemProblem: string | null,
      host: string | null = null,
    ) => {
      const inspected = inspectCertificate(certificatePem, { now, host, systemProblem });
      return inspected.ok ? inspected.value.summary.warnings : [];
    };
    for (const problem of [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
    ])
      expect(warnings(leaf, problem)).toEqual(['unknown-authority']);
    expect(warnings(leaf, 'CERT_HAS_EXPIRED')).toEqual([]);
    expect(warnings(leaf, null)).toEqual([]);
    expect(warnings(authority, 'SELF_SIGNED_CERT_IN_CHAIN')).toEqual(['self-signed']);
    expect(warnings(leaf, null, 'a.test')).toEqual([]);
    expect(warnings(leaf, null, 'b.test')).toEqual(['name-mismatch']);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array()), (garbage) => {
        expect(inspectCertificate(garbage, context).ok).toBe(false);
      }),
    );
  });

  it('never throws at a certificate with damaged bytes', () => {
    const der = new X509Certificate(authority.certificatePem).raw;
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), (position, byte) => {
        const damaged = Buffer.from(der);
        damaged[position] = byte;
        expect(typeof inspectCertificate(damaged, context).ok).toBe('boolean');
      }),
    );
  });
});

describe('readBundle', () => {
  it('takes the certificates in their order, whatever stands between them', () => {
    const leaf = makeCertificate({ issuer: authority });
    const bundle = readBundle(`comment\n${leaf.certificatePem}\nmore\n${authority.certificatePem}`);
    expect(bundle.ok && bundle.value.map(fingerprintOf)).toEqual(
      [leaf, authority].map((one) => one.fingerprint256.replaceAll(':', '')),
    );
  });

  it('refuses an empty one, a huge one and one with a damaged certificate', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(readBundle('').ok).toBe(false);
    expect(readBundle(authority.certificatePem.repeat(11)).ok).toBe(false);
    expect(readBundle(authority.certificatePem + ' '.repeat(100_000)).ok).toBe(false);
    expect(readBundle(authority.certificatePem + broken).ok).toBe(false);
  });
});

describe('isIssuedBy', () => {
  it('believes the signature, not the names', () => {
    const leaf = new X509Certificate(makeCertificate({ issuer: authority }).certificatePem);
    const impostor = makeCertificate({ commonName: 'Office CA', certificateAuthority: true });
    expect(isIssuedBy(leaf, new X509Certificate(authority.certificatePem))).toBe(true);
    expect(isIssuedBy(leaf, new X509Certificate(impostor.certificatePem))).toBe(false);
  });
});
