import { existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { fixture } from '../support/media-support.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

let folder: string;
let server: Simulator;
let players: TestPlayer[];

async function start(): Promise<TestPlayer> {
  const player = await startTestPlayer(folder, {
    ...provisionedBy(server.origin, 'lobby', 'CODE-123'),
    DIGIPLAYER_RETRY_ATTEMPTS: '1',
  });
  players.push(player);
  return player;
}

/** A player that has played both pictures from the server, and was stopped; then the server went away. */
async function playedOnceThenAlone(): Promise<readonly string[]> {
  const player = await start();
  await player.until(({ playlist }) => playlist.items === 2 && playlist.staged === null, 'both items');
  await player.until(({ state }) => state === 'playing', 'playing');
  await expect.poll(() => player.playing()?.items.length).toBe(2);
  const sources = sourcesOf(player);
  await player.stop();
  await server.stop();
  return sources;
}

function sourcesOf(player: TestPlayer): readonly string[] {
  return player.playing()?.items.map(({ source }) => source) ?? [];
}

function cutInHalf(name: string): void {
  const file = join(folder, name);
  truncateSync(file, Math.floor(statSync(file).size / 2));
}

beforeEach(async () => {
  folder = temporaryFolder();
  players = [];
  server = await startSimulator({ players: [{ hostname: 'lobby', code: 'CODE-123' }] });
  for (const name of ['green.png', 'yellow.png']) server.addUpload(name, fixture(name));
  server.setPlaylist('lobby', [server.itemFor('green.png'), server.itemFor('yellow.png')], 7);
});

afterEach(async () => {
  for (const player of players) await player.stop();
  await server.stop();
});

test('the database is cut in half and the server is away: the same playlist plays, from the same files', async () => {
  const sources = await playedOnceThenAlone();
  expect(statSync(join(folder, 'playing.json')).mode & 0o777).toBe(0o600);
  cutInHalf('player.db');

  const again = await start();
  const snapshot = await again.until(
    ({ state }) => state === 'playing',
    'playing without database and server',
  );

  await expect.poll(() => sourcesOf(again)).toEqual(sources);
  expect(snapshot.playlist).toMatchObject({ version: '7', items: 2 });
  expect(readdirSync(folder).some((name) => name.startsWith('player.db.damaged-'))).toBe(true);
  const media = await again.host.requestMedia(new Request(`http://player${sources[1] ?? ''}`));
  expect(Buffer.from(await media.arrayBuffer()).equals(fixture('yellow.png'))).toBe(true);
});

test('so it does when the database is gone, and a copy that is damaged too is only a standby screen', async () => {
  const sources = await playedOnceThenAlone();
  rmSync(join(folder, 'player.db'));
  const again = await start();
  await again.until(({ state }) => state === 'playing', 'playing without a database');
  await expect.poll(() => sourcesOf(again)).toEqual(sources);
  await again.stop();

  cutInHalf('player.db');
  writeFileSync(join(folder, 'playing.json'), '{"id": "half of a playl');
  const bare = await start();
  expect(bare.snapshot().state).not.toBe('playing');
  expect(bare.playing()).toBeNull();
});

test('unpairing leaves no copy behind', async () => {
  const player = await start();
  await player.until(({ state }) => state === 'playing', 'playing');
  expect(existsSync(join(folder, 'playing.json'))).toBe(true);

  expect(await player.ask('unpair')).toMatchObject({ ok: true });

  expect(existsSync(join(folder, 'playing.json'))).toBe(false);
});
