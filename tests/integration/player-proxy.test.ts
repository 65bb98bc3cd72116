import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { makePng } from '../support/make-png.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { provisionedBy } from '../support/provisioned-by.ts';
import { readZip } from '../support/read-zip.ts';
import { behindProxy, isAllTls } from '../support/recording-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { recordingProxy, simulator } from '../support/trust-fixture.ts';

/* A whole player whose only way out is a proxy that wants to know who it is: names under .test are known to the proxy alone. */

const PASSWORD = 'pr0xy-p@ss "word"';
const signIn = { user: 'screen', password: PASSWORD };

let player: TestPlayer | null = null;
afterEach(async () => {
  await player?.stop();
  player = null;
});

/** A plain web server, closed after the test; answers its address behind the proxy. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://media.test:${(server.address() as AddressInfo).port}`;
}

/** Every text in the data folder but for what is sealed. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('credentials'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

it('everything goes through the proxy, which reads nothing; its password is sealed and stands nowhere', async () => {
  const folder = temporaryFolder();
  const server = await simulator();
  const proxy = await recordingProxy({ signIn });
  const picture = makePng(40, 30, [0, 128, 0]);
  const elsewhere = await serve(({ url }, response) => {
    if (url === '/manifest.json') response.writeHead(404).end();
    else response.setHeader('Content-Type', 'image/png').end(picture);
  });
  server.addUpload('own.png', picture);
  server.setPlaylist(
    'screen',
    [
      server.itemFor('own.png'),
      { id: 2, file_name: 'far.png', type: 'image', duration: 5, url: `${elsewhere}/far.png` },
      { id: 3, file_name: 'board', type: 'web', duration: 5, url: `${elsewhere}/board` },
    ],
    1,
  );
  // As somebody writes it into the settings by hand.
  const typed = `http://${signIn.user}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${proxy.port}`;
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ proxyUrl: typed, logLevel: 'debug' }));
  const environment = {
    ...provisionedBy(behindProxy(server.origin), 'screen', 'CODE42'),
    DIGIPLAYER_UPDATE_FEED: elsewhere,
    DIGIPLAYER_BEAT_SECONDS: '5',
    DIGIPLAYER_SYNC_GROUP: 'hall',
    // Nobody but the setting says which proxy.
    HTTPS_PROXY: 'http://127.0.0.1:9',
  };
  player = await startTestPlayer(folder, environment);
  const heard: string[] = [];
  player.host.listen((_name, payload) => heard.push(JSON.stringify(payload)));
  await player.until(({ connection }) => connection === 'online', 'online');
  await expect.poll(() => player?.playing()?.items.length, { timeout: 15_000 }).toBe(3);
  const look = await player.ask('look-at-page', { address: `${elsewhere}/board`, userAgent: 'test' });
  expect(look.ok).toBe(true);
  await player.ask('look-for-update');
  await expect.poll(() => server.feedback.length, { timeout: 15_000 }).toBeGreaterThan(0);
  const doctor = await player.ask('run-doctor', { address: null });
  expect(JSON.stringify(doctor)).toContain('proxy-good');
  const { hostname, port } = new URL(behindProxy(server.origin));
  expect(new Set(proxy.places)).toEqual(new Set([`${hostname}:${port}`, new URL(elsewhere).host]));
  const toServer = proxy.heard.filter(({ head }) => head.startsWith(`CONNECT ${hostname}`));
  expect(toServer.every(({ tunnelled }) => isAllTls(tunnelled))).toBe(true);

  const diagnostics = await player.ask('export-diagnostics', { folder: null, browser: '' });
  if (!diagnostics.ok) throw new Error(diagnostics.error.message);
  const bundle = Object.values(readZip((diagnostics.value as { path: string }).path)).join('\n');
  await player.stop();
  player = null;
  const settings = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as { proxyUrl: string };
  expect(settings.proxyUrl).toBe(proxy.url);
  const places = { files: written(folder), bundle, events: heard.join('\n') };
  for (const [place, text] of Object.entries(places)) {
    for (const form of [PASSWORD, encodeURIComponent(PASSWORD), btoa(`${signIn.user}:${PASSWORD}`)])
      expect(text.includes(form), `${form} in ${place}`).toBe(false);
  }

  // The next start has the sealed one alone.
  const before = proxy.heard.length;
  player = await startTestPlayer(folder, {});
  await player.until(({ connection }) => connection === 'online', 'online by the sealed sign-in');
  expect(proxy.heard.length).toBeGreaterThan(before);
}, 60_000);

it('another proxy is used at once, a wrong password is told while content plays on, and the right one ends that', async () => {
  const folder = temporaryFolder();
  const server = await simulator();
  server.addUpload('own.png', makePng(40, 30, [0, 128, 0]));
  server.setPlaylist('screen', [server.itemFor('own.png')], 1);
  const proxy = await recordingProxy({ signIn });
  player = await startTestPlayer(folder, {
    DIGIPLAYER_PROXY_URL: proxy.url,
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    DIGIPLAYER_RETRY_ATTEMPTS: '1',
  });
  const address = behindProxy(server.origin);
  expect(await player.ask('probe-server', { address })).toMatchObject({ error: { code: 'proxy-sign-in' } });
  const use = (given: object) => player?.ask('use-proxy', { address: proxy.url, ...signIn, ...given });
  expect(await use({ address: 'https://proxy' })).toMatchObject({ error: { code: 'proxy-invalid' } });
  expect(await use({})).toEqual({ ok: true, value: null });
  expect(player.snapshot().settings.proxyUrl).toBe(proxy.url);
  const fingerprint = server.certificate.fingerprint256.replaceAll(':', '');
  const secret = { kind: 'code', code: 'CODE42' };
  const paired = await player.ask('pair', {
    address,
    hostname: 'screen',
    secret,
    fingerprint,
    plainConsent: false,
  });
  expect(paired.ok).toBe(true);
  await expect.poll(() => player?.playing()?.items.length, { timeout: 15_000 }).toBe(1);

  expect(await use({ password: 'wrong' })).toEqual({ ok: true, value: null });
  await player.until(
    ({ problems }) => problems.some(({ code }) => code === 'proxy-wrong-password'),
    'the wrong password is told',
  );
  expect(player.playing()?.items).toHaveLength(1);
  expect(await use({})).toEqual({ ok: true, value: null });
  await player.until(
    ({ connection, problems }) =>
      connection === 'online' && problems.every(({ code }) => !code.startsWith('proxy-')),
    'online again',
  );
  expect(written(folder)).not.toContain(PASSWORD);
}, 60_000);
