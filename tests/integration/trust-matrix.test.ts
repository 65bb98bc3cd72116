import { describe, expect, it } from 'vitest';
import { pairWithServer, probeServer } from '../../src/player/pairing/pairing.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import type { CertificateOptions } from '../simulator/types.ts';
import { examine, of, unpairedScreen } from '../support/doctor-fixture.ts';
import { codeOf, fingerprint, recorder, simulator, trustFixture, valueOf } from '../support/trust-fixture.ts';

/* Kinds of keys and of keyUsage, over both versions of TLS: the same list is offered, so both shells meet the same answers. */

const names = { subjectAlternativeNames: ['127.0.0.1'] };

const spoken: readonly (readonly [string, CertificateOptions])[] = [
  ['RSA', { keyType: 'rsa' }],
  ['ECDSA P-256', { keyType: 'ecdsa' }],
  ['ECDSA P-521', { keyType: 'ecdsa-p521' }],
  ['Ed25519', { keyType: 'ed25519' }],
  ['keyUsage digitalSignature', { keyUsage: 'digitalSignature' }],
  // BoringSSL refuses this one (see tests/unit/player/trust/handshake); OpenSSL takes it.
  ['keyUsage keyCertSign', { keyUsage: 'keyCertSign' }],
  ['keyUsage digitalSignature, no authority', { keyUsage: 'digitalSignature', certificateAuthority: false }],
];

describe('a self-made certificate', () => {
  it.each(spoken)('%s: pairs, and is called self-signed and nothing else', async (_kind, made) => {
    const certificate = makeCertificate({ ...names, ...made });
    const server = await simulator({ certificate });
    const { pairing } = trustFixture();
    const probe = valueOf(await probeServer(pairing, server.origin));
    expect(probe.certificate?.warnings).toEqual(['self-signed']);
    const paired = await pairWithServer(
      pairing,
      {
        address: server.origin,
        hostname: 'screen',
        secrets: { quickconnectCode: 'CODE42' },
        trust: { by: 'installer', fingerprint: fingerprint(certificate), plainConsent: false },
      },
      () => undefined,
    );
    expect(codeOf(paired)).toBe('ok');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'Ed448, which no shell speaks, has its own sentence over %s, on the screen and by the doctor',
    async (version) => {
      const certificate = makeCertificate({ ...names, keyType: 'ed448' });
      const there = await recorder({ certificate, minVersion: version, maxVersion: version });
      const { pairing } = trustFixture();
      expect(codeOf(await probeServer(pairing, there.origin))).toBe('nothing-in-common');
      expect(of('tls', await examine(unpairedScreen(), there.origin))).toEqual(['bad tls-nothing-in-common']);
      expect(there.bytesReceived).toBe(0);
    },
  );
});
