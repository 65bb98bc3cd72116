import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { readPeerCertificate } from '../../../../src/player/trust/handshake.ts';
import { straightRoute, type Route } from '../../../../src/player/trust/route.ts';
import { openSecureConnection, type ShownPeer } from '../../../../src/player/trust/secure-connection.ts';
import { createOfferingContext } from '../../../../src/player/trust/tls-offer.ts';
import { TUNNEL_ERRORS } from '../../../../src/player/trust/tunnel.ts';
import { makeCertificate } from '../../../simulator/certificate.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';
import { codeOf } from '../../../support/trust-fixture.ts';

const authority = makeCertificate({ keyType: 'ecdsa', commonName: 'Office CA', certificateAuthority: true });
const leaf = makeCertificate({
  keyType: 'ecdsa',
  issuer: authority,
  subjectAlternativeNames: ['server.test'],
});

async function listening(server: Server): Promise<number> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that shows `leaf`; which names it was asked for, and what it read of anybody. */
async function tlsServer() {
  const [names, heard, ended]: [(string | null)[], string[], string[]] = [[], [], []];
  const server = createTlsServer({ key: leaf.privateKeyPem, cert: leaf.chainPem }, (socket: TLSSocket) => {
    names.push(socket.servername === false ? null : (socket.servername ?? null));
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
    socket.on('close', () => ended.push('closed'));
  });
  server.on('tlsClientError', () => ended.push('broken off'));
  return { port: await listening(server), names, heard, ended };
}

interface Wish {
  readonly host?: string;
  readonly clock?: FakeClock;
  readonly route?: Route;
  readonly isAccepted?: boolean;
  readonly trusts?: readonly string[];
}

function open(port: number, { host = 'server.test', clock, route, isAccepted = true, trusts }: Wish = {}) {
  const shown: ShownPeer[] = [];
  const ended = new Promise<string | TLSSocket>((resolve) => {
    let calls = 0;
    openSecureConnection(
      {
        ...{ host, port, timeoutMs: 5_000, route: route ?? straightRoute },
        clock: clock ?? createSystemClock(),
        judge: (peer) => {
          shown.push(peer);
          return isAccepted;
        },
        lookup: (_name, options, callback) => {
          if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
          else callback(null, '127.0.0.1', 4);
        },
        ...(trusts === undefined ? {} : { secureContext: createOfferingContext(trusts) }),
      },
      (error, socket) => {
        calls += 1;
        expect(calls).toBe(1);
        onTestFinished(() => void socket?.destroy());
        const { code = 'nothing' }: NodeJS.ErrnoException = error ?? new Error();
        resolve(socket ?? code);
      },
    );
  });
  return { shown, ended };
}

describe('openSecureConnection', () => {
  it('shows the peer before it is trusted, by name and by whom the system trusts', async () => {
    const server = await tlsServer();
    const known = open(server.port, { trusts: [authority.certificatePem] });
    expect(await known.ended).toBeTypeOf('object');
    expect(known.shown[0]).toMatchObject({ systemProblem: null });
    expect(known.shown[0]?.certificate.fingerprint256).toBe(leaf.fingerprint256);
    const unknown = open(server.port, { trusts: [] });
    expect(await unknown.ended).toBeTypeOf('object');
    expect(unknown.shown[0]?.systemProblem).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    const byAddress = open(server.port, { host: '127.0.0.1', trusts: [authority.certificatePem] });
    await byAddress.ended;
    expect(byAddress.shown[0]?.systemProblem).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    await expect.poll(() => server.names).toEqual(['server.test', 'server.test', null]);
  });

  it('ends the connection to a peer that is refused, before it was sent anything', async () => {
    const server = await tlsServer();
    const { ended, shown } = open(server.port, { isAccepted: false });
    expect(await ended).toBe('ERR_PEER_REFUSED');
    expect(shown).toHaveLength(1);
    await expect.poll(() => server.ended.length).toBeGreaterThan(0);
    expect(server.heard).toEqual([]);
  });

  it('gives a server that says nothing its time, from the beginning of the way to it', async () => {
    const clock = createFakeClock();
    const connected: string[] = [];
    const port = await listening(createServer(() => connected.push('yes')));
    const { ended } = open(port, { clock });
    await expect.poll(() => connected.length).toBe(1);
    await clock.advance(4_999);
    expect(clock.pendingTimers()).toBe(1);
    await clock.advance(1);
    expect(await ended).toBe('ETIMEDOUT');

    const late = createFakeClock();
    const proxy = Promise.withResolvers<null>();
    const slow = open(port, { clock: late, route: { proxyFor: () => proxy.promise } });
    await late.advance(3_000);
    proxy.resolve(null);
    await late.advance(1_999);
    expect(late.pendingTimers()).toBe(1);
    await late.advance(1);
    expect(await slow.ended).toBe('ETIMEDOUT');
  });

  it('tells one that hangs up, and a proxy that cannot be reached', async () => {
    const port = await listening(createServer((socket) => socket.end()));
    expect(await open(port).ended).toBe('ECONNRESET');
    const proxy = { host: '127.0.0.1', port: 1, authorization: null };
    expect(await open(port, { route: { proxyFor: () => proxy } }).ended).toBe(TUNNEL_ERRORS.unreachable);
  });
});

describe('readPeerCertificate', () => {
  const read = (port: number, changes: { clock?: FakeClock; route?: Route } = {}) =>
    readPeerCertificate({
      ...{ host: '127.0.0.1', port, timeoutMs: 5_000, clock: createSystemClock(), route: straightRoute },
      ...changes,
    });

  it('answers what the server shows, whoever it is', async () => {
    const { port, heard } = await tlsServer();
    const peer = await read(port);
    expect(peer.ok && peer.value.certificate.fingerprint256).toBe(leaf.fingerprint256);
    expect(heard).toEqual([]);
  });

  it('tells who is not there from who does not answer, who speaks no TLS and a proxy that fails', async () => {
    expect(codeOf(await read(1))).toBe('offline');
    const plain = await listening(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(codeOf(await read(plain))).toBe('no-tls');
    const proxy = { host: '127.0.0.1', port: 1, authorization: null };
    expect(codeOf(await read(plain, { route: { proxyFor: () => proxy } }))).toBe('proxy-unreachable');
    const clock = createFakeClock();
    const connected: string[] = [];
    const silent = await listening(createServer(() => connected.push('yes')));
    const asked = read(silent, { clock });
    await expect.poll(() => connected.length).toBe(1);
    await clock.advance(5_000);
    expect(await asked).toMatchObject({
      error: { code: 'timeout', params: { host: '127.0.0.1', reason: 'ETIMEDOUT' } },
    });
  });
});
