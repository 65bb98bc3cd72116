import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  pairWithServer,
  probeServer,
  type PairingRequest,
  type PairingTrust,
} from '../../src/player/pairing/pairing.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import type { CertificateOptions } from '../simulator/types.ts';
import {
  clientOf,
  codeOf,
  fingerprint,
  recorder,
  simulator,
  trustFixture,
  valueOf,
} from '../support/trust-fixture.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DAY_MS = 86_400_000;
const nothing = (): void => undefined;

function byInstaller(confirmed: string | null): PairingTrust {
  return { by: 'installer', fingerprint: confirmed, plainConsent: false };
}

function byFile(changes: Partial<Extract<PairingTrust, { by: 'file' }>> = {}): PairingTrust {
  return { by: 'file', mode: 'pinned', fingerprint: '', certificatePath: '', ...changes };
}

function request(address: string, trust: PairingTrust): PairingRequest {
  return { address, hostname: 'screen', secrets: { quickconnectCode: 'CODE42' }, trust };
}

describe('a self-made certificate', () => {
  const kinds: readonly (readonly [string, CertificateOptions, readonly string[]])[] = [
    ['RSA', { keyType: 'rsa' }, ['name-mismatch', 'self-signed']],
    ['ECDSA', { keyType: 'ecdsa' }, ['name-mismatch', 'self-signed']],
    ['Ed25519', { keyType: 'ed25519' }, ['name-mismatch', 'self-signed']],
    ['IP address only', { subjectAlternativeNames: ['127.0.0.1'] }, ['self-signed']],
    ['wrong host', { subjectAlternativeNames: ['elsewhere.example'] }, ['name-mismatch', 'self-signed']],
    [
      'expired',
      { notBefore: new Date(Date.now() - 20 * DAY_MS), notAfter: new Date(Date.now() - 10 * DAY_MS) },
      ['expired', 'name-mismatch', 'self-signed'],
    ],
    [
      'not yet valid',
      { notBefore: new Date(Date.now() + 10 * DAY_MS), notAfter: new Date(Date.now() + 20 * DAY_MS) },
      ['not-yet-valid', 'name-mismatch', 'self-signed'],
    ],
  ];

  it.each(kinds)(
    '%s: is shown with its warnings, pinned after the confirmation, and used',
    async (_kind, made, warnings) => {
      const certificate = makeCertificate(made);
      const server = await simulator({ certificate });
      const { pairing, trust } = trustFixture();
      const probe = valueOf(await probeServer(pairing, server.origin));
      expect(probe).toMatchObject({ url: server.origin, mode: 'pinned', version: '2.2.0' });
      expect(probe.certificate).toMatchObject({ fingerprint: fingerprint(certificate), warnings });
      expect(
        codeOf(
          await pairWithServer(
            pairing,
            request(server.origin, byInstaller(fingerprint(certificate))),
            nothing,
          ),
        ),
      ).toBe('ok');
      expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('ok');
      expect(trust.status()).toMatchObject({
        mode: 'pinned',
        current: { fingerprint: fingerprint(certificate) },
      });
    },
  );
});

describe('a certificate that an authority signed', () => {
  const authority = makeCertificate({ commonName: 'Office CA', certificateAuthority: true });
  const leaf = makeCertificate({ issuer: authority, subjectAlternativeNames: ['127.0.0.1'] });

  it('needs no pin where the system knows the authority', async () => {
    const server = await simulator({ certificate: leaf });
    const { pairing, trust } = trustFixture({ authorities: [authority.certificatePem] });
    expect(valueOf(await probeServer(pairing, server.origin))).toMatchObject({ mode: 'system' });
    expect(codeOf(await pairWithServer(pairing, request(server.origin, byInstaller(null)), nothing))).toBe(
      'ok',
    );
    expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('ok');
    expect(trust.status()).toMatchObject({ mode: 'system', current: { fingerprint: fingerprint(leaf) } });
    server.swapCertificate(makeCertificate());
    expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('untrusted');
  });

  it.each([true, false])('is pinned where it does not, chain sent: %s', async (includeChain) => {
    const certificate = makeCertificate({
      issuer: authority,
      includeChain,
      subjectAlternativeNames: ['127.0.0.1'],
    });
    const server = await simulator({ certificate });
    const { pairing } = trustFixture();
    const probe = valueOf(await probeServer(pairing, server.origin));
    expect(probe).toMatchObject({ mode: 'pinned', certificate: { warnings: ['unknown-authority'] } });
  });

  it('is pinned as the leaf when the endpoint announces the authority', async () => {
    const server = await simulator({ certificate: leaf });
    server.announceCertificate(authority.certificatePem);
    const { pairing, trust } = trustFixture();
    valueOf(await pairWithServer(pairing, request(server.origin, byFile()), nothing));
    expect(trust.status().current?.fingerprint).toBe(fingerprint(leaf));
  });

  it('is not good enough for system trust under another name', async () => {
    const certificate = makeCertificate({
      issuer: authority,
      subjectAlternativeNames: ['elsewhere.example'],
    });
    const server = await simulator({ certificate });
    const { pairing } = trustFixture({ authorities: [authority.certificatePem] });
    expect(valueOf(await probeServer(pairing, server.origin)).mode).toBe('pinned');
    const paired = await pairWithServer(pairing, request(server.origin, byFile({ mode: 'system' })), nothing);
    expect(codeOf(paired)).toBe('authority-unknown');
  });
});

describe('what the endpoint announces', () => {
  it('stops the pairing when it is another certificate, with the same name and all', async () => {
    const server = await simulator();
    server.announceCertificate(makeCertificate().certificatePem);
    const { pairing } = trustFixture();
    expect(codeOf(await probeServer(pairing, server.origin))).toBe('certificate-mismatch');
    expect(codeOf(await pairWithServer(pairing, request(server.origin, byFile()), nothing))).toBe(
      'certificate-mismatch',
    );
    expect(server.requests.filter(({ path }) => path.startsWith('/api/auth'))).toHaveLength(0);
  });

  it.each(['not a PEM', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
    'stops the pairing when it cannot be read: %j',
    async (garbage) => {
      const server = await simulator();
      server.announceCertificate(garbage);
      const { pairing } = trustFixture();
      expect(codeOf(await probeServer(pairing, server.origin))).toBe('certificate-unreadable');
    },
  );

  it('may be nothing (404): then the certificate of the handshake counts', async () => {
    const server = await simulator();
    server.announceCertificate(null);
    const { pairing } = trustFixture();
    const probe = valueOf(await probeServer(pairing, server.origin));
    expect(probe).toMatchObject({
      mode: 'pinned',
      certificate: { fingerprint: fingerprint(server.certificate) },
    });
  });
});

describe('the confirmation', () => {
  it('is asked for, and refuses a server that shows another certificate than the confirmed one', async () => {
    const server = await simulator();
    const { pairing } = trustFixture();
    const pair = async (confirmed: string | null) =>
      codeOf(await pairWithServer(pairing, request(server.origin, byInstaller(confirmed)), nothing));
    expect(await pair(null)).toBe('fingerprint-unconfirmed');
    expect(await pair(fingerprint(makeCertificate()))).toBe('certificate-changed');
    expect(server.requests.filter(({ path }) => path.startsWith('/api/auth'))).toHaveLength(0);
  });

  it('names the field that a failure belongs to', async () => {
    const server = await simulator();
    const { pairing } = trustFixture();
    const paired = await pairWithServer(pairing, request(server.origin, byInstaller(null)), nothing);
    expect(paired).toMatchObject({ error: { params: { field: 'fingerprint' } } });
  });
});

describe('a provisioning file', () => {
  it('pins on first use without a fingerprint, and the audit says so', async () => {
    const server = await simulator();
    const { pairing, audit } = trustFixture();
    valueOf(await pairWithServer(pairing, request(server.origin, byFile()), nothing));
    expect(audit.list(1)[0]).toMatchObject({ by: 'file', note: 'provisioning, not compared' });
  });

  it('is compared by its fingerprint, however it is written', async () => {
    const server = await simulator();
    const { pairing, audit } = trustFixture();
    const written = server.certificate.fingerprint256.toLowerCase();
    const pair = async (text: string) =>
      codeOf(await pairWithServer(pairing, request(server.origin, byFile({ fingerprint: text })), nothing));
    expect(await pair(makeCertificate().fingerprint256)).toBe('fingerprint-mismatch');
    expect(await pair('12:34')).toBe('fingerprint-invalid');
    expect(await pair(`sha256: ${written}`)).toBe('ok');
    expect(audit.list(1)[0]).toMatchObject({ note: 'fingerprint compared' });
  });

  it('has its certificate file read when it is there, and written when it is not', async () => {
    const server = await simulator();
    const { pairing } = trustFixture();
    const path = join(temporaryFolder(), 'kept', 'server_cert.pem');
    const pair = async () =>
      codeOf(
        await pairWithServer(pairing, request(server.origin, byFile({ certificatePath: path })), nothing),
      );
    expect(await pair()).toBe('ok');
    expect(readFileSync(path, 'utf8').trim()).toBe(server.certificate.certificatePem.trim());
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await pair()).toBe('ok');
    writeFileSync(path, makeCertificate().certificatePem);
    expect(await pair()).toBe('certificate-file-mismatch');
    writeFileSync(path, 'nonsense');
    expect(await pair()).toBe('certificate-file-unreadable');
  });

  it('may have its certificate file in DER, or among others in one file', async () => {
    const server = await simulator();
    const { pairing } = trustFixture();
    const path = join(temporaryFolder(), 'server_cert');
    const pair = async (file: string | Buffer) => {
      writeFileSync(path, file);
      return codeOf(
        await pairWithServer(pairing, request(server.origin, byFile({ certificatePath: path })), nothing),
      );
    };
    const { certificatePem } = server.certificate;
    expect(await pair(new X509Certificate(certificatePem).raw)).toBe('ok');
    expect(await pair(makeCertificate().certificatePem + certificatePem)).toBe('ok');
    expect(await pair(new X509Certificate(makeCertificate().certificatePem).raw)).toBe(
      'certificate-file-mismatch',
    );
    expect(await pair(readFileSync(join(import.meta.dirname, '../support/certificates/bundle.p7b')))).toBe(
      'certificate-file-mismatch',
    );
  });

  it('may ask for no check at all, and then the mode says so', async () => {
    const server = await simulator();
    const { pairing, trust } = trustFixture();
    valueOf(await pairWithServer(pairing, request(server.origin, byFile({ mode: 'insecure' })), nothing));
    server.swapCertificate(makeCertificate());
    expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('ok');
    expect(trust.status().mode).toBe('insecure');
  });

  it('never falls back from https to http', async () => {
    const server = await simulator({ protocol: 'http' });
    const { pairing } = trustFixture();
    const address = `127.0.0.1:${String(server.port)}`;
    expect(codeOf(await pairWithServer(pairing, request(address, byFile()), nothing))).toBe('speaks-http');
    expect(server.requests).toHaveLength(0);
  });
});

describe('a server that answers only over http', () => {
  it('is found without a scheme, and needs the consent of a person', async () => {
    const server = await simulator({ protocol: 'http' });
    const { pairing, trust } = trustFixture();
    const address = `127.0.0.1:${String(server.port)}`;
    expect(valueOf(await probeServer(pairing, address))).toMatchObject({ mode: 'plain', certificate: null });
    const pair = async (plainConsent: boolean) =>
      pairWithServer(
        pairing,
        request(address, { by: 'installer', fingerprint: null, plainConsent }),
        nothing,
      );
    expect(codeOf(await pair(false))).toBe('plain-consent-needed');
    const confirmed = fingerprint(makeCertificate());
    const both = { by: 'installer', fingerprint: confirmed, plainConsent: true } as const;
    expect(codeOf(await pairWithServer(pairing, request(address, both), nothing))).toBe(
      'certificate-changed',
    );
    expect(codeOf(await pair(true))).toBe('ok');
    expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('ok');
    expect(trust.status()).toEqual({ mode: 'plain', current: null, announced: null, refused: null });
  });
});

describe('an address where no DigiServer answers', () => {
  it('is told from one where something else does', async () => {
    const { pairing } = trustFixture({ timeoutMs: 500 });
    const silent = await recorder({});
    const page = await simulator();
    page.addFault({ match: { path: '/api/health' }, kind: 'garbage-json', body: '<html>' });
    const probe = async (address: string) => codeOf(await probeServer(pairing, address));
    expect(await probe('127.0.0.1:1')).toBe('port-refused');
    expect(await probe('no-such-machine.invalid')).toBe('name-not-found');
    expect(await probe(page.origin)).toBe('not-a-digiserver');
    expect(await probe(`https://127.0.0.1:${String(silent.port)}`)).toBe('timeout');
    expect(await probe('ftp://server')).toBe('address-invalid');
  });

  it('names the port at which nothing listens', async () => {
    const { pairing } = trustFixture({ timeoutMs: 2_000 });
    const probed = await probeServer(pairing, 'https://127.0.0.1:1');
    expect(probed).toMatchObject({
      ok: false,
      error: { code: 'port-refused', params: { host: '127.0.0.1', port: 1, field: 'address' } },
    });
  });

  it('is told from one where the other of http and https is spoken, before anything is sent', async () => {
    const { pairing } = trustFixture({ timeoutMs: 2_000 });
    const [secure, plain] = [await simulator(), await simulator({ protocol: 'http' })];
    const asHttp = await probeServer(pairing, `http://127.0.0.1:${secure.port}`);
    const place = { host: '127.0.0.1', port: secure.port };
    expect(asHttp).toMatchObject({ ok: false, error: { code: 'speaks-https', params: place } });
    const asHttps = await probeServer(pairing, `https://127.0.0.1:${plain.port}`);
    expect(asHttps).toMatchObject({
      ok: false,
      error: { code: 'speaks-http', params: { port: plain.port } },
    });
    expect(plain.requests).toHaveLength(0);
  });

  it('is found although its address was written with slips', async () => {
    const server = await simulator();
    const { pairing } = trustFixture();
    const written = ` htps:\\\\127.0.0.1 : ${server.port} `;
    expect(valueOf(await probeServer(pairing, written)).url).toBe(server.origin);
  });

  it('is found although a page of it was pasted', async () => {
    const server = await simulator();
    const { pairing } = trustFixture();
    expect(valueOf(await probeServer(pairing, `${server.origin}/admin/players?x=1`)).url).toBe(server.origin);
  });
});
