import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { probeServer } from '../../src/player/pairing/pairing.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { examine, of, unpairedScreen } from '../support/doctor-fixture.ts';
import { behindProxy, isAllTls, routeBy } from '../support/recording-proxy.ts';
import {
  clientOf,
  codeOf,
  pinnedFixture,
  recordingProxy,
  simulator,
  trustFixture,
} from '../support/trust-fixture.ts';

const certificate = makeCertificate({ commonName: 'digiserver.test' });
const signIn = { user: 'screen', password: 'p@ss:wörd' };
/** Far below the time-out of a call, which a proxy that hangs must not use up. */
const CALL_MS = 1_000;

const page = '<html><title>Welcome</title></html>';
const withLength = (status: string): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`;

/** Each way in which a proxy fails, with the code of its sentence. */
const faults: readonly (readonly [what: string, code: string, answer: (socket: Socket) => void])[] = [
  ['does not let anybody there', 'proxy-refused', (socket) => socket.end(withLength('403 Forbidden'))],
  ['cannot reach the server', 'proxy-no-way', (socket) => socket.end(withLength('503 Unavailable'))],
  ['answers with a page', 'proxy-bad-answer', (socket) => socket.end(withLength('200 OK'))],
  [
    'answers with a page without saying how long',
    'proxy-bad-answer',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${page}`),
  ],
  [
    'leads to its log-in page',
    'proxy-bad-answer',
    (socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: http://login.test/\r\n\r\n'),
  ],
  ['speaks something else', 'proxy-bad-answer', (socket) => socket.end('220 mail.test ESMTP\r\n\r\n')],
  [
    'dies in the middle of its answer',
    'proxy-bad-answer',
    (socket) => {
      socket.write('HTTP/1.1 200 Conn', () => socket.destroy());
    },
  ],
  ['says nothing', 'proxy-silent', () => undefined],
  [
    'sends a megabyte of headers',
    'proxy-bad-answer',
    (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${'X-More: and more\r\n'.repeat(60_000)}`);
    },
  ],
];

describe.each(faults)('a proxy that %s', (_what, code, answer) => {
  it(`is told as ${code} by a call, at pairing and by the doctor, and hears of no secret`, async () => {
    const server = await simulator({ certificate });
    const proxy = await recordingProxy({ answer });
    const route = routeBy(proxy.url);
    const { trust } = pinnedFixture(behindProxy(server.origin), certificate, { route, timeoutMs: CALL_MS });
    const client = clientOf(trust.transport, behindProxy(server.origin), { timeoutMs: CALL_MS });
    const startedMs = performance.now();
    const failed = await client.verify('secret-auth-code');
    expect(codeOf(failed)).toBe(code);
    expect(performance.now() - startedMs).toBeLessThan(CALL_MS * 5);

    const { pairing } = trustFixture({ route, timeoutMs: CALL_MS });
    expect(codeOf(await probeServer(pairing, behindProxy(server.origin)))).toBe(code);
    const findings = await examine(unpairedScreen(), behindProxy(server.origin), {
      route,
      timeoutMs: CALL_MS,
    });
    expect(of('proxy', findings)).toEqual([`bad ${code}`]);
    expect(proxy.everything().toString('latin1')).not.toContain('secret-auth-code');
    expect(server.requests).toEqual([]);
  });
});

it('a proxy that nobody runs is told as unreachable', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  const route = routeBy(`http://127.0.0.1:${port}`);
  const { trust } = pinnedFixture('https://digiserver.test', certificate, { route });
  expect(codeOf(await clientOf(trust.transport, 'https://digiserver.test').health())).toBe(
    'proxy-unreachable',
  );
});

it('a proxy that wants to know who asks hears it, whatever is in the password, and says so where it is wrong', async () => {
  const server = await simulator({ certificate });
  const proxy = await recordingProxy({ signIn: { ...signIn, password: 'other' } });
  const url = behindProxy(server.origin);
  const health = async (who: typeof signIn | null): Promise<string> => {
    const { trust } = pinnedFixture(url, certificate, { route: routeBy(proxy.url, who) });
    return codeOf(await clientOf(trust.transport, url, { retryAttempts: 3 }).health());
  };
  expect(await health(null)).toBe('proxy-sign-in');
  expect(await health(signIn)).toBe('proxy-wrong-password');
  expect(proxy.heard, 'nobody is locked out by tries at once').toHaveLength(2);
  expect(await health({ ...signIn, password: 'other' })).toBe('ok');
});

it('a proxy that dies during a download ends it, and the next one works', async () => {
  const server = await simulator({ certificate });
  const proxy = await recordingProxy();
  const url = behindProxy(server.origin);
  const { trust } = pinnedFixture(url, certificate, { route: routeBy(proxy.url) });
  const client = clientOf(trust.transport, url);
  expect(codeOf(await client.health())).toBe('ok');
  server.addFault({ match: { path: '/api/health' }, kind: 'never-end', mode: 'silent' });
  const asked = client.health();
  await expect.poll(() => server.requests.length).toBe(2);
  proxy.cut();
  expect(codeOf(await asked)).toBe('offline');
  server.clearFaults();
  expect(codeOf(await client.health())).toBe('ok');
});

it('a server without encryption is reached through a tunnel, too: the proxy is asked for a place and for nothing else', async () => {
  const server = await simulator({ protocol: 'http' });
  const proxy = await recordingProxy();
  const url = behindProxy(server.origin);
  const { trust } = trustFixture({ route: routeBy(proxy.url) });
  trust.firstTrust({ serverUrl: url, mode: 'plain', pem: null, by: 'installer', compared: false });
  trust.use(url);
  expect(codeOf(await clientOf(trust.transport, url).verify('secret-auth-code'))).toBe('unauthorized');
  expect(proxy.heard.map(({ head }) => head)).toEqual([
    `CONNECT ${new URL(url).host} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`,
  ]);
});

it('what belongs to this machine is reached straight', async () => {
  const server = await simulator({ certificate });
  const proxy = await recordingProxy();
  const { trust } = pinnedFixture(server.origin, certificate, { route: routeBy(proxy.url) });
  expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('ok');
  expect(proxy.places).toEqual([]);
});

it('the doctor says which way it went, and reads nothing in between', async () => {
  const server = await simulator({ certificate });
  const proxy = await recordingProxy({ signIn });
  const route = routeBy(proxy.url, signIn);
  const findings = await examine(unpairedScreen(), behindProxy(server.origin), { route });
  expect((['proxy', 'dns', 'tcp', 'health'] as const).flatMap((check) => of(check, findings))).toEqual([
    'good proxy-good',
    'good dns-by-proxy',
    'good tcp-by-proxy',
    'good health-good',
  ]);
  expect(proxy.heard.map(({ tunnelled }) => isAllTls(tunnelled))).not.toContain(false);
  expect(JSON.stringify(findings)).not.toContain(signIn.password);
});
