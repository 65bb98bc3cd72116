import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import forge from 'node-forge';
import { afterEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../simulator/certificate.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Certificate, KeyType, Simulator, SimulatorOptions } from '../simulator/types.ts';
import { call } from '../support/simulator-support.ts';

const keyTypes: KeyType[] = ['rsa', 'ecdsa', 'ed25519'];
const parse = ({ certificatePem }: Certificate): X509Certificate => new X509Certificate(certificatePem);

let simulator: Simulator | null = null;
afterEach(async () => {
  await simulator?.stop();
  simulator = null;
});
const start = async (options: SimulatorOptions = {}): Promise<Simulator> => {
  simulator = await startSimulator(options);
  return simulator;
};

describe('makeCertificate', () => {
  it('makes by default what a small office has', () => {
    const made = makeCertificate();
    const x509 = parse(made);
    expect(x509.subject).toBe('CN=digiserver.local');
    expect(x509.issuer).toBe(x509.subject);
    expect(x509.subjectAltName).toBeUndefined();
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(x509.fingerprint256).toBe(made.fingerprint256);
    expect(made.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(x509.serialNumber).toBe(made.serialNumber);
    expect(made.chainPem).toBe(made.certificatePem);
    expect(forge.pki.certificateFromPem(made.certificatePem).subject.getField('CN')).toMatchObject({
      value: 'digiserver.local',
    });
  });

  it('takes names, addresses, umlauts and dates on both sides of 2050', () => {
    const notBefore = new Date('2020-01-02T03:04:05Z');
    const notAfter = new Date('2061-05-06T07:08:09Z');
    const x509 = parse(
      makeCertificate({
        commonName: 'Büro',
        subjectAlternativeNames: ['signage.example', '192.168.0.121', 'fe80::1:2'],
        notBefore,
        notAfter,
      }),
    );
    expect(x509.subject).toBe('CN=Büro');
    expect(x509.subjectAltName).toBe(
      'DNS:signage.example, IP Address:192.168.0.121, IP Address:FE80:0:0:0:0:0:1:2',
    );
    expect([x509.validFromDate, x509.validToDate]).toEqual([notBefore, notAfter]);
  });

  it.each(keyTypes)('makes %s leaves that serve TLS, and authorities that sign them', async (keyType) => {
    const authority = makeCertificate({ keyType, commonName: 'Office CA', certificateAuthority: true });
    const leaf = makeCertificate({
      keyType,
      issuer: authority,
      subjectAlternativeNames: ['127.0.0.1'],
    });
    expect(parse(leaf).checkIssued(parse(authority))).toBe(true);
    expect(parse(leaf).verify(parse(authority).publicKey)).toBe(true);
    expect(parse(leaf).ca).toBe(false);
    expect(leaf.chainPem).toBe(leaf.certificatePem + authority.certificatePem);
    expect(makeCertificate({ issuer: authority, includeChain: false }).chainPem).not.toContain(
      authority.certificatePem,
    );

    const { port } = await start({ certificate: leaf });
    const socket = connect({ host: '127.0.0.1', port, ca: authority.certificatePem });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });

  it.each(keyTypes)('re-issues over the same %s key', (keyType) => {
    const first = makeCertificate({ keyType, commonName: 'one' });
    const again = makeCertificate({ sameKeyAs: first });
    const other = makeCertificate({ keyType, commonName: 'one' });
    expect(again).toMatchObject({ keyType, commonName: 'one' });
    expect(again.fingerprint256).not.toBe(first.fingerprint256);
    expect(again.publicKeyFingerprint256).toBe(first.publicKeyFingerprint256);
    expect(other.publicKeyFingerprint256).not.toBe(first.publicKeyFingerprint256);
  });
});

describe('/api/certificate', () => {
  const announced = async (): Promise<unknown> =>
    (await call(`${simulator?.origin ?? ''}/api/certificate`)).json();

  it('tells the live certificate as the server does', async () => {
    const certificate = makeCertificate({ notAfter: new Date('2030-01-02T03:04:05Z') });
    await start({ certificate });
    expect(await announced()).toMatchObject({
      certificate: certificate.certificatePem,
      certificate_info: {
        subject: 'CN=digiserver.local',
        issuer: 'CN=digiserver.local',
        valid_until: '2030-01-02T03:04:05',
        fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      },
    });
  });

  it('announces another one before the switch, garbage, or nothing', async () => {
    const server = await start();
    const next = makeCertificate();
    server.announceCertificate(next.certificatePem);
    expect(await announced()).toMatchObject({ certificate: next.certificatePem });
    server.announceCertificate('not a certificate');
    expect(await announced()).toMatchObject({ certificate: 'not a certificate', certificate_info: null });
    server.announceCertificate(null);
    expect((await call(`${server.origin}/api/certificate`)).status).toBe(404);
    server.announceLiveCertificate();
    server.swapCertificate(next);
    expect(await announced()).toMatchObject({ certificate: next.certificatePem });
  });
});

describe('swapCertificate', () => {
  it('closes live connections and shows the new certificate to the next one', async () => {
    const server = await start({ keepAliveTimeoutMs: 60_000 });
    const { origin, certificate } = server;
    const agent = new Agent({ keepAlive: true, maxCachedSessions: 0 });
    const ask = () => call(`${origin}/api/health`, { agent });
    expect((await ask()).fingerprint256).toBe(certificate.fingerprint256);
    expect((await ask()).fingerprint256).toBe(certificate.fingerprint256);
    expect(server.connections).toHaveLength(1);

    const next = makeCertificate({ keyType: 'ecdsa' });
    const closed = once(Object.values(agent.freeSockets)[0]?.[0] ?? agent, 'close');
    server.swapCertificate(next);
    await closed;
    expect((await ask()).fingerprint256).toBe(next.fingerprint256);
    expect(server.certificate).toBe(next);
    expect(server.connections).toMatchObject([{ closed: true }, { closed: false }]);
    agent.destroy();
  });

  it('keeps them when asked to, and keeps the new certificate over a restart', async () => {
    const server = await start();
    const { origin, certificate } = server;
    const agent = new Agent({ keepAlive: true, maxCachedSessions: 0 });
    const ask = () => call(`${origin}/api/health`, { agent });
    await ask();
    const next = makeCertificate({ sameKeyAs: certificate });
    server.swapCertificate(next, { keepConnections: true });
    expect((await ask()).fingerprint256).toBe(certificate.fingerprint256);
    expect(server.connections).toHaveLength(1);
    expect((await call(`${origin}/api/health`)).fingerprint256).toBe(next.fingerprint256);
    agent.destroy();
    await server.stop();
    await server.start();
    expect((await call(`${origin}/api/health`)).fingerprint256).toBe(next.fingerprint256);
  });
});

describe('connections', () => {
  it('tell version, server name and the application bytes that came', async () => {
    const { port, origin } = await start({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'digi.example',
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    const request = 'GET /api/health HTTP/1.1\r\nHost: digi.example\r\nConnection: close\r\n\r\n';
    socket.write(request);
    socket.resume();
    await once(socket, 'close');
    await call(`${origin}/api/health`);
    expect(simulator?.connections).toMatchObject([
      {
        id: 1,
        tlsVersion: 'TLSv1.2',
        serverName: 'digi.example',
        resumed: false,
        bytesReceived: request.length,
      },
      { id: 2, serverName: null },
    ]);
  });

  it('count nothing from a client that refuses the certificate', async () => {
    const { port } = await start();
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'error');
    await expect.poll(() => simulator?.connections[0]?.closed).toBe(true);
    expect(simulator?.connections[0]?.bytesReceived).toBe(0);
  });
});
