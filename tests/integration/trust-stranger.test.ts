import { describe, expect, it, onTestFinished } from 'vitest';
import { straightRoute } from '../../src/player/trust/route.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { cannedResponse, startProxyRecorder } from '../simulator/recorder.ts';
import type { Certificate } from '../simulator/types.ts';
import { behindProxy, isAllTls, routeBy } from '../support/recording-proxy.ts';
import {
  clientOf,
  codeOf,
  fingerprint,
  pinnedFixture,
  recorder,
  recordingProxy,
  simulator,
} from '../support/trust-fixture.ts';

const pinned = makeCertificate({ commonName: 'digiserver.local' });
const stranger = makeCertificate({ commonName: 'digiserver.local' });
const secrets = { hostname: 'screen', quickconnectCode: 'CODE42', password: 'hunter2' };
const health = cannedResponse(200, { 'Content-Type': 'application/json' }, '{"status":"healthy"}');

/** Every call that carries a secret, and one that carries only a path. */
async function callEverything(client: ReturnType<typeof clientOf>): Promise<string[]> {
  const report = {
    hostname: 'screen',
    status: 'online',
    message: 'up',
    timestamp: '2026-01-01T00:00:00',
  } as const;
  const answers = [
    await client.health(),
    await client.certificate(),
    await client.authenticate(secrets),
    await client.verify('secret-auth-code'),
    await client.playlist({ kind: 'bearer', playerId: '1', authCode: 'secret-auth-code' }),
    await client.playlist({ kind: 'code', hostname: 'screen', quickconnectCode: 'CODE42' }),
    await client.feedback(report, 'secret-auth-code'),
    await client.download({
      url: `${client.baseUrl}/static/uploads/a.jpg`,
      signal: new AbortController().signal,
    }),
  ];
  return answers.map(codeOf);
}

async function recorderShowing(certificate: Certificate, version: 'TLSv1.2' | 'TLSv1.3') {
  return recorder({ certificate, minVersion: version, maxVersion: version, answer: health });
}

/** How the player gets there. */
interface Way {
  readonly name: string;
  readonly open: () => Promise<OpenWay>;
}
interface OpenWay {
  readonly route: typeof straightRoute;
  /** The address of a server on this way. */
  readonly at: (origin: string) => string;
  /** What stood between read no byte of plain text. */
  readonly readNothing: () => void;
}

const ways: readonly Way[] = [
  {
    name: 'straight',
    open: () =>
      Promise.resolve({ route: straightRoute, at: (origin) => origin, readNothing: () => undefined }),
  },
  {
    name: 'through a proxy',
    open: async () => {
      const signIn = { user: 'screen', password: 'through the wall' };
      const proxy = await recordingProxy({ signIn });
      return {
        route: routeBy(proxy.url, signIn),
        at: behindProxy,
        readNothing: () => {
          expect(proxy.heard.length).toBeGreaterThan(0);
          for (const { head, tunnelled } of proxy.heard) {
            expect(head).toMatch(
              /^CONNECT digiserver\.test:\d+ HTTP\/1\.1\r\nHost: digiserver\.test:\d+\r\nProxy-Authorization: Basic \S+\r\n\r\n$/,
            );
            expect(isAllTls(tunnelled)).toBe(true);
          }
        },
      };
    },
  },
];

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const matrix = ways.flatMap((way) => versions.map((version) => ({ ...way, version })));

describe.each(matrix)(
  'a stranger in the place of the pinned server, $version, $name',
  ({ version, open }) => {
    it('reads no byte of any call, though it carries the same name', async () => {
      const there = await recorderShowing(stranger, version);
      const { route, at, readNothing } = await open();
      const { trust, audit, events } = pinnedFixture(at(there.origin), pinned, { route });
      const codes = await callEverything(clientOf(trust.transport, at(there.origin)));
      readNothing();
      expect(new Set(codes)).toEqual(new Set(['untrusted']));
      await there.waitFor((seen) => seen.connections === 8 && seen.closedConnections === 8);
      expect(there.bytesReceived).toBe(0);
      expect(trust.status().refused?.fingerprint).toBe(fingerprint(stranger));
      expect(events.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
      expect(audit.list(10).filter(({ decision }) => decision === 'refused')).toHaveLength(1);
    });

    it('is told from the server by its certificate alone: the same recorder reads more when the pin matches', async () => {
      const there = await recorderShowing(pinned, version);
      const { route, at, readNothing } = await open();
      const { trust } = pinnedFixture(at(there.origin), pinned, { route });
      expect(codeOf(await clientOf(trust.transport, at(there.origin)).health())).toBe('ok');
      readNothing();
      expect(there.received.toString()).toContain('User-Agent: DigiPlayer/1.0.0');
    });

    it('reads no byte when it is swapped in behind a keep-alive connection', async () => {
      const server = await simulator({ certificate: pinned, minVersion: version, maxVersion: version });
      const { route, at, readNothing } = await open();
      const { trust } = pinnedFixture(at(server.origin), pinned, { route });
      const client = clientOf(trust.transport, at(server.origin));
      expect(codeOf(await client.health())).toBe('ok');
      expect(codeOf(await client.health())).toBe('ok');
      expect(server.connections).toHaveLength(1);
      await server.stop();
      const there = await recorder({
        certificate: stranger,
        port: server.port,
        minVersion: version,
        maxVersion: version,
      });
      expect(new Set(await callEverything(client))).toEqual(new Set(['untrusted']));
      expect(there.bytesReceived).toBe(0);
      readNothing();
    });

    it('reads no byte when the server redirects a call to it', async () => {
      const elsewhere = await recorder({ certificate: stranger, answer: health });
      const server = await simulator({ certificate: pinned, minVersion: version, maxVersion: version });
      const { route, at, readNothing } = await open();
      const { trust } = pinnedFixture(at(server.origin), pinned, { route });
      const client = clientOf(trust.transport, at(server.origin));
      server.addFault({
        match: { path: /^\/api\// },
        kind: 'redirect',
        location: `${at(elsewhere.origin)}/api/auth/player`,
      });
      const codes = await callEverything(client);
      expect(codes.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 'bad-answer'));
      expect(elsewhere.connections).toBe(0);
      readNothing();
    });

    it('reads no byte after the pin changed while a connection to it was idle', async () => {
      const server = await simulator({ certificate: stranger, minVersion: version, maxVersion: version });
      const { route, at, readNothing } = await open();
      const serverUrl = at(server.origin);
      const { trust } = pinnedFixture(serverUrl, stranger, { route });
      const client = clientOf(trust.transport, serverUrl);
      expect(codeOf(await client.health())).toBe('ok');
      const pem = pinned.certificatePem;
      trust.firstTrust({ serverUrl, mode: 'pinned', pem, by: 'installer', compared: true });
      server.clearRequests();
      expect(codeOf(await client.health())).toBe('untrusted');
      expect(server.requests).toHaveLength(0);
      readNothing();
    });
  },
);

it('reads no byte through a proxy that the environment names', async () => {
  const proxy = await startProxyRecorder();
  onTestFinished(() => proxy.stop());
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];
  const before = names.map((name) => [name, process.env[name]] as const);
  onTestFinished(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });
  for (const name of names) process.env[name] = proxy.origin;
  const server = await simulator({ certificate: pinned });
  const { trust } = pinnedFixture(server.origin, pinned);
  const client = clientOf(trust.transport, server.origin);
  expect(codeOf(await client.health())).toBe('ok');
  expect(codeOf(await client.authenticate(secrets))).toBe('ok');
  expect(proxy.connections).toBe(0);
});
