import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { defaultSettings } from '../../src/shared/settings-schema.ts';
import { createPageLooks } from '../../src/player/page-looks.ts';
import type { PagePin } from '../../src/shared/host.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { createSystemContext } from '../../src/player/trust/judged-agent.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { createFakeClock } from '../support/fakes/fake-clock.ts';
import { startTestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

/** A machine may have no IPv6. */
const LOOPBACKS = ['127.0.0.1', '::1'].filter((address) =>
  Object.values(networkInterfaces()).some((found) => found?.some((one) => one.address === address)),
);

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(async (server) => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }),
  );
});

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

const serve = async (answer: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(answer))}`;

interface LookOptions {
  readonly serverUrl?: string;
  readonly authorities?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: ReturnType<typeof createFakeClock>;
  readonly hasPage?: (kind: 'web' | 'stream', address: string) => boolean;
  readonly refererFor?: string;
  readonly pin?: PagePin | null;
  /** Whether the window takes the pinned certificate. */
  readonly isHeld?: boolean;
}

function look(address: string, options: LookOptions = {}) {
  const {
    serverUrl = 'http://127.0.0.1:5000',
    authorities = [],
    environment = {},
    clock = createSystemClock(),
    hasPage = () => true,
    refererFor = '',
    pin = null,
    isHeld = true,
  } = options;
  const ask = createPageLooks({
    playlists: { holds: hasPage },
    trust: { pin: () => pin },
    host: { pageTrust: { set: () => undefined, holds: () => isHeld } },
    systemContext: createSystemContext(() => authorities),
    clock,
    serverUrl: () => serverUrl,
    environment,
    settings: () => ({ refererFor }),
  });
  return ask({ address, userAgent: 'Mozilla/5.0 (test)' });
}

const codeOf = async (looked: ReturnType<typeof look>): Promise<string> => {
  const result = await looked;
  return result.ok ? 'ok' : result.error.code;
};

describe('looks at web pages', () => {
  it('ask a host once at a time, and share the answer of an address that is being asked', async () => {
    let [asking, most] = [0, 0];
    const asked: string[] = [];
    const answer: RequestListener = ({ url }, response) => {
      asked.push(url ?? '');
      asking += 1;
      most = Math.max(most, asking);
      setTimeout(() => {
        asking -= 1;
        response.end('there');
      }, 50);
    };
    const port = new URL(await serve(answer)).port;
    const ask = createPageLooks({
      playlists: { holds: () => true },
      trust: { pin: () => null },
      host: {},
      systemContext: createSystemContext(() => []),
      clock: createSystemClock(),
      serverUrl: () => 'http://127.0.0.1:5000',
      environment: {},
      settings: defaultSettings,
    });
    const paths = ['/one', '/two', '/two', '/three'];
    const looked = await Promise.all(
      paths.map((path) => ask({ address: `http://127.0.0.1:${port}${path}`, userAgent: 'test' })),
    );
    expect(looked.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect([asked, most]).toEqual([['/one', '/two', '/three'], 1]);
  });
});

describe('a look at a web page', () => {
  it('carries the Referer that the frame will carry, and none to anybody else', async () => {
    const asked: (string | undefined)[] = [];
    const origin = await serve(({ headers }, response) => {
      asked.push(headers.referer);
      response.end();
    });
    const refererFor = '127.0.0.1=https://screens.example/';
    await look(`${origin}/embed`, { refererFor });
    await look(`${origin}/embed`, { refererFor: 'player.example=https://screens.example/' });
    expect(asked).toEqual(['https://screens.example/', undefined]);
  });

  it('reads what its head says, as a browser without cookies or credentials', async () => {
    const asked: IncomingHttpHeaders[] = [];
    const origin = await serve((request, response) => {
      asked.push(request.headers);
      response.setHeader('Content-Security-Policy', ["default-src 'self'", "frame-ancestors 'none'"]);
      response.writeHead(404, { 'X-Frame-Options': 'DENY', 'Set-Cookie': 'a=b' }).end('gone');
    });
    expect(await look(`${origin}/board?x=1#part`)).toEqual({
      ok: true,
      value: {
        status: 404,
        frameOptions: 'DENY',
        contentSecurityPolicy: "default-src 'self', frame-ancestors 'none'",
        address: `${origin}/board?x=1`,
      },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.['user-agent']).toBe('Mozilla/5.0 (test)');
    expect(asked[0]).not.toHaveProperty('cookie');
    expect(asked[0]).not.toHaveProperty('authorization');
  });

  it('follows redirects to the page that is shown in the end, but not in circles', async () => {
    const origin = await serve(({ url }, response) => {
      if (url === '/end') response.setHeader('X-Frame-Options', 'SAMEORIGIN').end('there');
      else if (url === '/circle') response.writeHead(302, { Location: '/circle' }).end();
      else response.writeHead(307, { Location: '/end' }).end();
    });
    expect(await look(`${origin}/start`)).toMatchObject({
      ok: true,
      value: { status: 200, frameOptions: 'SAMEORIGIN', address: `${origin}/end` },
    });
    expect(await codeOf(look(`${origin}/circle`))).toBe('page-elsewhere');
  });

  it('does not wait for the body', async () => {
    let isClosed = false;
    const origin = await serve((_request, response) => {
      response.writeHead(200).write('the beginning of an endless page');
      response.on('close', () => {
        isClosed = true;
      });
    });
    expect(await codeOf(look(origin))).toBe('ok');
    await expect.poll(() => isClosed).toBe(true);
  });

  it('says when nobody answers', async () => {
    const origin = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await look(origin)).toMatchObject({
      ok: false,
      error: { code: 'page-unreachable', message: 'its address cannot be reached (ECONNREFUSED)' },
    });
    expect(await codeOf(look(origin, { environment: { HTTPS_PROXY: 'http://proxy' } }))).toBe(
      'page-not-judged',
    );
    expect(await codeOf(look(origin, { environment: { https_proxy: 'http://proxy' } }))).toBe(
      'page-not-judged',
    );
  });

  it('gives up after ten seconds', async () => {
    const asked = Promise.withResolvers<null>();
    const origin = await serve(() => {
      asked.resolve(null);
    });
    const clock = createFakeClock();
    const looked = look(origin, { clock });
    await asked.promise;
    await clock.advance(10_000);
    expect(await codeOf(looked)).toBe('page-too-slow');
    expect(clock.pendingTimers()).toBe(0);
  });

  it('is under system trust, whatever the paired server shows', async () => {
    const certificate = makeCertificate({ subjectAlternativeNames: ['127.0.0.1'] });
    const { certificatePem: cert, privateKeyPem: key } = certificate;
    const port = await listen(
      createSecureServer({ cert, key }, (_request, response) => response.end('page')),
    );
    const origin = `https://127.0.0.1:${port}`;
    expect(await codeOf(look(origin, { serverUrl: origin }))).toBe('page-untrusted');
    expect(await codeOf(look(origin, { authorities: [cert] }))).toBe('ok');
  });

  it.each(LOOPBACKS)(
    'takes the pinned certificate at the paired server alone, and only where the window takes it, too: %s',
    async (host) => {
      const certificate = makeCertificate({ subjectAlternativeNames: [host] });
      const stranger = makeCertificate({ sameKeyAs: certificate, subjectAlternativeNames: [host] });
      const serveSecurely = async ({ certificatePem: cert, privateKeyPem: key }: typeof certificate) => {
        const server = createSecureServer({ cert, key }, (_request, response) => response.end('page'));
        return `https://${host.includes(':') ? `[${host}]` : host}:${await listen(server, host)}`;
      };
      const [origin, other, elsewhere] = [
        await serveSecurely(certificate),
        await serveSecurely(stranger),
        await serveSecurely(certificate),
      ];
      const pin: PagePin = {
        host,
        fingerprint: certificate.fingerprint256.replaceAll(':', ''),
        publicKeyHash: certificate.publicKeyFingerprint256.replaceAll(':', ''),
      };
      expect(await codeOf(look(origin, { serverUrl: origin, pin }))).toBe('ok');
      expect(await codeOf(look(other, { serverUrl: other, pin })), 'a stranger').toBe('page-untrusted');
      expect(await codeOf(look(elsewhere, { serverUrl: origin, pin })), 'another port').toBe(
        'page-untrusted',
      );
      expect(await look(origin, { serverUrl: origin, pin, isHeld: false })).toMatchObject({
        error: {
          code: 'page-untrusted',
          message: expect.stringContaining('from its next start on') as string,
        },
      });
    },
  );

  it('asks nobody on this machine while the server is elsewhere, not even by a redirect', async () => {
    let asked = 0;
    const origin = await serve((_request, response) => {
      asked += 1;
      response.writeHead(302, { Location: 'http://[::1]:9/' }).end();
    });
    const elsewhere = { serverUrl: 'https://signage.example' };
    expect(await codeOf(look(origin, elsewhere))).toBe('page-elsewhere');
    expect(await codeOf(look(origin.replace('127.0.0.1', 'localhost'), elsewhere))).toBe('page-elsewhere');
    expect(await codeOf(look('ftp://127.0.0.1/'))).toBe('page-elsewhere');
    expect(await codeOf(look('http://user:secret@127.0.0.1/'))).toBe('page-elsewhere');
    expect(asked).toBe(0);
  });
});

it("a player looks at its playlist's pages and at no other address", async () => {
  const page = await serve((_request, response) => response.setHeader('X-Frame-Options', 'DENY').end());
  const folder = temporaryFolder();
  const simulator = await startSimulator({ players: [{ hostname: 'lobby', code: 'CODE' }] });
  simulator.setPlaylist('lobby', [{ id: 1, type: 'web', url: `${page}/board`, duration: 5 }], 1);
  const player = await startTestPlayer(folder, {
    ...provisionedBy(simulator.origin, 'lobby', 'CODE'),
  });
  onTestFinished(async () => {
    await player.stop();
    await simulator.stop();
  });
  await player.until(({ playlist }) => playlist.version === '1', 'the playlist');
  const userAgent = 'Mozilla/5.0';
  expect(await player.ask('look-at-page', { address: `${page}/board`, userAgent })).toMatchObject({
    ok: true,
    value: { status: 200, frameOptions: 'DENY' },
  });
  expect(await player.ask('look-at-page', { address: `${page}/other`, userAgent })).toMatchObject({
    ok: false,
    error: { code: 'no-such-page' },
  });
  expect(await player.ask('look-at-page', { address: `${page}/board`, userAgent: 'a\r\nb' })).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  });

  // What the stage makes of it is told to the technician until the page shows.
  const program = player.playing();
  const item = program?.items[0];
  if (program === null || item === undefined) throw new Error('The page is not played.');
  await player.ask('report-playback', {
    kind: 'failed',
    program: program.id,
    item: item.key,
    reason: 'The page board cannot be shown: it refuses to be shown inside another page.',
  });
  await player.until(
    ({ problems }) => problems.some(({ code }) => code === 'page-does-not-show'),
    'the problem with the page',
  );
});
