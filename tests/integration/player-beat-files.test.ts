import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator/types.ts';
import { firing } from '../support/alert-rules.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { provisionedBy } from '../support/provisioned-by.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CODE = 'BEAT-CODE';
const WAIT = { timeout: 20_000 };
const PICTURE = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
);

let folder: string;
let simulator: Simulator;
let player: TestPlayer | null = null;

async function start(
  environment: Record<string, string>,
  options: SimulatorOptions = {},
): Promise<TestPlayer> {
  simulator = await startSimulator({
    players: [{ hostname: 'lobby', code: CODE }],
    rateLimit: false,
    ...options,
  });
  simulator.addUpload('black.svg', PICTURE);
  simulator.setPlaylist('lobby', [simulator.itemFor('black.svg')]);
  player = await startTestPlayer(folder, {
    ...provisionedBy(simulator.origin, 'lobby', CODE),
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    DIGIPLAYER_BEAT_SECONDS: '5',
    ...environment,
  });
  await player.until(({ state }) => state === 'playing', 'content');
  return player;
}

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await player?.stop();
  player = null;
  if (simulator.running) await simulator.stop();
});

/** A WebP by its signature. */
function webp(fill: number): Buffer {
  const bytes = Buffer.alloc(2_000, fill);
  bytes.write('RIFF', 0, 'latin1');
  bytes.write('WEBP', 8, 'latin1');
  return bytes;
}

const keep = (screen: TestPlayer, bytes: Buffer) =>
  screen.ask('keep-screen-picture', { picture: bytes.toString('base64') });
const isScreenshot = ({ path }: { readonly path: string }): boolean => path === '/api/player-screenshot';

it('keeps a picture of the screen for its user alone, and gives each new one to a server that says it takes them', async () => {
  const screen = await start({ DIGIPLAYER_LAST_SCREEN: 'yes' }, { capabilities: ['screenshot'] });
  for (const fill of [1, 1, 2]) {
    expect(await keep(screen, webp(fill))).toMatchObject({ ok: true });
    await expect.poll(() => simulator.screenshots.length, WAIT).toBe(fill);
  }
  expect(simulator.screenshots).toEqual([webp(1), webp(2)]);
  const path = join(folder, 'last-screen.webp');
  expect(readFileSync(path)).toEqual(webp(2));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(existsSync(join(folder, 'metrics.prom'))).toBe(false);
});

it('says nothing of pictures to an unmodified server, and takes away what is wanted no more', async () => {
  const screen = await start({ DIGIPLAYER_LAST_SCREEN: 'yes' });
  expect(await keep(screen, webp(1))).toMatchObject({ ok: true });
  await simulator.waitForRequest(({ path }) => path === '/api/health', WAIT.timeout);
  await expect.poll(() => existsSync(join(folder, 'last-screen.webp')), WAIT).toBe(true);
  await screen.stop();
  expect(simulator.requests.filter(isScreenshot)).toEqual([]);
  player = await startTestPlayer(folder, { DIGIPLAYER_LAST_SCREEN: 'no' });
  expect(existsSync(join(folder, 'last-screen.webp'))).toBe(false);
  expect(await keep(player, webp(1))).toMatchObject({ ok: false });
});

it('writes figures from which a rule fires for what really is wrong: nothing to show, no server, no player', async () => {
  const screen = await start({ DIGIPLAYER_METRICS: 'yes' });
  const path = join(folder, 'metrics.prom');
  const alerts = (): readonly string[] =>
    existsSync(path) ? firing(readFileSync(path, 'utf8'), Date.now()) : [];
  await expect.poll(() => existsSync(path), WAIT).toBe(true);
  await expect.poll(alerts, WAIT).not.toContain('DigiPlayerShowsNothing');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(alerts()).not.toContain('DigiPlayerOffline');

  simulator.setPlaylist('lobby', []);
  await screen.ask('sync-now');
  await expect.poll(alerts, WAIT).toContain('DigiPlayerShowsNothing');
  await simulator.stop();
  await expect.poll(alerts, WAIT).toContain('DigiPlayerOffline');
  const text = readFileSync(path, 'utf8');
  expect(text.endsWith('# EOF\n')).toBe(true);
  expect(text).not.toMatch(/lobby|BEAT-CODE|black\.svg/);
  await screen.stop();
  expect(firing(readFileSync(path, 'utf8'), Date.now() + 700_000)).toContain('DigiPlayerSilent');
}, 60_000);

it('shows an alert of the server and of the data folder, and forgets the server’s with a body that has none', async () => {
  const screen = await start({});
  const body = { playlist_version: 2, playlist: [simulator.itemFor('black.svg')] };
  simulator.setPlaylistBody('lobby', { ...body, alert: { text: 'Closed today', level: 'info' } });
  await screen.ask('sync-now');
  await screen.until(({ alert }) => alert?.text === 'Closed today', 'the alert of the server');
  writeFileSync(join(folder, 'alert.txt'), 'Lift out of order');
  const writtenAt = Date.now();
  await screen.until(({ alert }) => alert?.text === 'Lift out of order', 'the alert of the folder');
  expect(Date.now() - writtenAt).toBeLessThan(10_000);
  writeFileSync(join(folder, 'alert.txt'), '');
  simulator.setPlaylistBody('lobby', { ...body, alert: 7 });
  await screen.ask('sync-now');
  await expect.poll(() => screen.log(), WAIT).toContain('The alert of the playlist cannot be read');
  await screen.until(({ alert }) => alert?.text === 'Closed today', 'the alert that was before');
  simulator.setPlaylistBody('lobby', body);
  await screen.ask('sync-now');
  await screen.until(({ alert }) => alert === null, 'no alert');
});
