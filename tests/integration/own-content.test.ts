import { readdirSync, rmSync, statSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Program } from '../../src/shared/program.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { fixture, sha256Of } from '../support/media-support.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { provisionedBy } from '../support/provisioned-by.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CODE = 'OWN-CODE';
const WAIT = { timeout: 25_000 };

let folder: string;
let own: string;
let simulator: Simulator;
let player: TestPlayer | null = null;

async function start(environment: Record<string, string> = {}): Promise<TestPlayer> {
  player = await startTestPlayer(folder, {
    ...provisionedBy(simulator.origin, 'lobby', CODE),
    DIGIPLAYER_FALLBACK_FOLDER: own,
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    ...environment,
  });
  return player;
}

function put(name: string, bytes: Uint8Array): void {
  writeFileSync(join(own, name), bytes);
}

const standInsOf = (program: Program | null): readonly (readonly string[])[] | undefined =>
  program?.standIns?.map((list) => list.map(({ fileName }) => fileName));

beforeEach(async () => {
  folder = temporaryFolder();
  own = temporaryFolder();
  simulator = await startSimulator({ players: [{ hostname: 'lobby', code: CODE }], rateLimit: false });
  put('1.png', fixture('green.png'));
  put('2.mp4', fixture('blue.mp4'));
});
afterEach(async () => {
  await player?.stop();
  player = null;
  if (simulator.running) await simulator.stop();
});

it('plays a folder while the list is empty, proven like everything, follows it, and writes nothing there', async () => {
  put('3.jpg', Buffer.from('no picture at all'));
  symlinkSync(join(own, '1.png'), join(own, '4.jpg'));
  const before = statSync(own).mtimeMs;
  const screen = await start();
  await expect.poll(() => standInsOf(screen.playing()), WAIT).toEqual([['1.png', '2.mp4']]);
  const shown = await screen.until(({ current }) => current?.fileName === '1.png', 'the first picture');
  expect(shown.state).toBe('playing');
  const sources = screen
    .playing()
    ?.standIns?.flat()
    .map(({ sha256 }) => sha256);
  expect(sources).toEqual([sha256Of(fixture('green.png')), sha256Of(fixture('blue.mp4'))]);
  const told = await screen.until(({ problems }) => problems.length >= 2, 'what is wrong with the folder');
  expect(told.problems.map(({ code, params }) => [code, params?.['file']])).toEqual([
    ['folder-file-left-out', '4.jpg'],
    ['item-left-out', '3.jpg'],
  ]);
  expect(screen.log().match(/4\.jpg in .* is left out/g)).toHaveLength(1);
  expect(statSync(own).mtimeMs).toBe(before);

  put('0.webp', fixture('blue.webp'));
  rmSync(join(own, '2.mp4'));
  put('3.jpg', fixture('red.jpg'));
  await expect.poll(() => standInsOf(screen.playing()), WAIT).toEqual([['0.webp', '1.png', '3.jpg']]);
  await screen.until(({ problems }) => problems.length === 1, 'the picture that is one now');

  rmSync(own, { recursive: true });
  await screen.until(({ problems }) => problems[0]?.code === 'folder-missing', 'the folder that is gone');
  expect(standInsOf(screen.playing())).toEqual([['0.webp', '1.png', '3.jpg']]);
});

it('stands behind the list and the default item of the server, and before the folder beside the data', async () => {
  mkdirSync(join(folder, 'fallback'));
  writeFileSync(join(folder, 'fallback', 'last.png'), fixture('yellow.png'));
  for (const name of ['red.jpg', 'cyan.svg']) simulator.addUpload(name, fixture(name));
  simulator.setPlaylistBody('lobby', {
    playlist: [simulator.itemFor('red.jpg')],
    playlist_version: 1,
    default_item: simulator.itemFor('cyan.svg', { duration: 7 }),
  });
  const screen = await start();
  const lists = [['cyan.svg'], ['1.png', '2.mp4'], ['last.png']];
  await expect.poll(() => standInsOf(screen.playing()), WAIT).toEqual(lists);
  expect(screen.playing()?.items.map(({ fileName }) => fileName)).toEqual(['red.jpg']);
  expect(screen.playing()?.standIns?.[0]?.[0]).toMatchObject({ durationMs: 7_000, kind: 'image' });
  expect((await screen.until(({ playlist }) => playlist.items > 0, 'the list')).playlist.items).toBe(1);

  simulator.setPlaylistBody('lobby', { playlist: [], playlist_version: 2, default_item: { type: 7 } });
  await screen.ask('sync-now');
  await screen.until(({ current }) => current?.fileName === '1.png', 'the folder');
  expect(standInsOf(screen.playing())).toEqual(lists.slice(1));
  await screen.until(({ problems }) => problems.some(({ code }) => code === 'bad-item'), 'the bad item');
});

it('plays what was copied before with the server away and the folder gone, and never hides the pairing', async () => {
  const first = await start();
  await first.until(({ current }) => current?.fileName === '1.png', 'the folder');
  await first.stop();
  await simulator.stop();
  rmSync(own, { recursive: true });
  const second = await start();
  await second.until(({ current }) => current?.fileName === '1.png', 'the copy');
  expect(standInsOf(second.playing())).toEqual([['1.png', '2.mp4']]);
  await second.ask('unpair');
  await second.until(({ state }) => state === 'unpaired', 'a screen that asks to be paired');
  expect(readdirSync(join(folder, 'media')).length).toBeGreaterThan(2);
});

it('shows the pairing on a screen that nobody paired', async () => {
  const screen = await startTestPlayer(folder, { DIGIPLAYER_FALLBACK_FOLDER: own });
  player = screen;
  await screen.until(({ cache }) => cache.usedBytes > 0, 'the copies');
  expect([screen.snapshot().state, screen.playing()]).toEqual(['unpaired', null]);
});
