import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { fixture } from '../support/media-support.ts';
import { makeFolder, type MadeFolder } from '../support/make-folder.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { mountSmallDisk, whyNoDisk, type SmallDisk } from '../support/small-disk.ts';
import { insertCard, whyNoCard } from '../support/worn-card.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

/** More than what the player leaves free for everything else on the disk. */
const ROOM_MB = 300;

let folder: MadeFolder;
let data: string;
let server: Simulator;
let players: TestPlayer[];
let disks: { unmount: () => void }[];

async function start(): Promise<TestPlayer> {
  const player = await startTestPlayer(data, {
    ...provisionedBy(server.origin, 'lobby', 'CODE-123'),
    DIGIPLAYER_RETRY_ATTEMPTS: '1',
    DIGIPLAYER_BEAT_SECONDS: '5',
  });
  players.push(player);
  return player;
}

async function bothPlay(player: TestPlayer): Promise<void> {
  await player.until(({ state, playlist }) => state === 'playing' && playlist.items === 2, 'playing');
  await expect.poll(() => player.playing()?.items.length).toBe(2);
}

/** The screen shows the first item again, so that there is something to record. */
async function showAgain(player: TestPlayer): Promise<void> {
  const program = player.playing();
  const item = program?.items[0]?.key ?? '';
  const shown = { program: program?.id ?? '', item };
  await player.ask('report-playback', {
    ...{ kind: 'ended', ...shown, shownMs: 1_000, complete: true, reason: 'duration' },
  });
  await player.ask('report-playback', { kind: 'shown', ...shown, revision: program?.revision ?? 0 });
}

function codesOf(player: TestPlayer): readonly string[] {
  return player.snapshot().problems.map(({ code }) => code);
}

function mount(megabytes: number): SmallDisk {
  const disk = mountSmallDisk(data, megabytes);
  disks.push(disk);
  return disk;
}

/** The whole of the log that a player keeps in memory. */
async function linesOf(player: TestPlayer): Promise<readonly string[]> {
  const read = await player.ask('read-log', { count: 500 });
  return read.ok ? (read.value as readonly { message: string }[]).map(({ message }) => message) : [];
}

beforeEach(async () => {
  folder = makeFolder();
  data = join(folder.path, 'data');
  players = [];
  disks = [];
  server = await startSimulator({ players: [{ hostname: 'lobby', code: 'CODE-123' }], rateLimit: false });
  for (const name of ['green.png', 'yellow.png']) server.addUpload(name, fixture(name));
  server.setPlaylist('lobby', [server.itemFor('green.png'), server.itemFor('yellow.png')], 7);
});

afterEach(async () => {
  for (const player of players) await player.stop();
  for (const disk of disks) disk.unmount();
  await server.stop();
  folder.remove();
});

const noDisk = whyNoDisk();
const noCard = whyNoCard();
if (noDisk !== null || noCard !== null) {
  console.log(`The tests with a real disk of their own are left out: ${noDisk ?? noCard ?? ''}.`);
}

describe.skipIf(noDisk !== null)('a data folder', () => {
  test('that is read-only plays what it holds, signs in, says so once in log, overlay and beat, and is written again', async () => {
    const disk = mount(ROOM_MB);
    const before = await start();
    await bothPlay(before);
    await before.stop();
    disk.setReadOnly(true);
    const files = readdirSync(data, { recursive: true }).length;

    const player = await start();
    await bothPlay(player);
    await player.until(({ connection }) => connection === 'online', 'online');
    await player.until(() => codesOf(player)[0] === 'data-not-written', 'the problem');
    expect((await linesOf(player)).filter((line) => line.includes('cannot be written'))).toHaveLength(1);
    await expect
      .poll(() => server.feedback.some((feedback) => JSON.stringify(feedback).includes('EROFS')), {
        timeout: 20_000,
      })
      .toBe(true);
    expect(await player.ask('change-setting', { name: 'volume', value: 7 })).toMatchObject({ ok: true });
    await showAgain(player);
    expect(readdirSync(data, { recursive: true })).toHaveLength(files);

    disk.setReadOnly(false);
    await player.until(() => !codesOf(player).includes('data-not-written'), 'it is written again');
    await player.stop();
    const again = await start();
    expect(again.snapshot().settings.volume).toBe(7);
    await bothPlay(again);
  }, 90_000);

  test('that is read-only from the first start comes up, and pairs as soon as it can be written', async () => {
    const disk = mount(ROOM_MB);
    disk.setReadOnly(true);
    const player = await start();
    await player.until(() => codesOf(player)[0] === 'data-not-written', 'the problem');
    expect(player.playing()).toBeNull();
    disk.setReadOnly(false);
    await bothPlay(player);
    await expect.poll(() => existsSync(join(data, 'player.db')), { timeout: 10_000 }).toBe(true);
    await player.until(() => !codesOf(player).includes('data-not-written'), 'nothing waits');
  }, 90_000);

  test('on a full disk: a stop is a stop, a showing costs nothing, and no sentence is said twice', async () => {
    const disk = mount(ROOM_MB);
    const player = await start();
    await bothPlay(player);
    disk.fill();
    for (let count = 0; count < 300; count += 1) await showAgain(player);
    await player.until(() => codesOf(player)[0] === 'disk-full', 'the problem');
    const lines = (await linesOf(player)).filter((line) => /disk|written|saved|recorded/.test(line));
    expect([...new Set(lines)]).toEqual(lines);
    await player.stop();
    expect((await linesOf(player)).at(-1)).toBe('The player stopped');

    const again = await start();
    await bothPlay(again);
    await again.stop();
    disk.relieve();
  }, 90_000);

  test('with too little room for the first playlist: the list says how many bytes are missing', async () => {
    mount(6);
    const player = await start();
    await player.until(() => codesOf(player).includes('disk-lacks'), 'what is missing');
    expect(player.steps().at(-1)).toBe('download');
    expect(player.stepFailure()).toMatchObject({ code: 'disk-lacks' });
    expect(Number(player.stepFailure()?.params?.['missingBytes'])).toBeGreaterThan(0);
  }, 90_000);
});

test.skipIf(noCard !== null)(
  'a card that turns read-only under a running player costs nothing',
  async () => {
    const card = insertCard(data);
    disks.push(card);
    const player = await start();
    await bothPlay(player);
    card.turnReadOnly();
    await showAgain(player);
    await player.until(() => codesOf(player)[0] === 'data-not-written', 'the problem');
    expect(player.snapshot().state).toBe('playing');
    card.renew();
    await player.until(() => !codesOf(player).includes('data-not-written'), 'it is written again');
    await player.stop();
  },
  90_000,
);

test.each([
  'player.db',
  'settings.json',
  'status.json',
  'playing.json',
  'credentials.bin',
  'trust',
  'logs',
  'media',
  'key',
  'player.db-wal',
])('where %s is a folder, or a file where a folder should be, the player starts', async (name) => {
  const before = await start();
  await bothPlay(before);
  await before.stop();
  const path = join(data, name);
  const wasFolder = existsSync(path) && statSync(path).isDirectory();
  rmSync(path, { recursive: true, force: true });
  if (wasFolder) writeFileSync(path, 'a file');
  else mkdirSync(join(path, 'something'), { recursive: true });

  const player = await start();
  expect(player.snapshot().pid).toBe(process.pid);
  // Without its media there is nothing to show.
  if (name !== 'media') await bothPlay(player);
  await player.stop();
  expect((await linesOf(player)).at(-1)).toBe('The player stopped');
});

test('a copy of a folder that only holds playing.json and media plays', async () => {
  const before = await start();
  await bothPlay(before);
  await before.stop();
  await server.stop();
  const rest = join(folder.path, 'rest');
  mkdirSync(rest);
  cpSync(join(data, 'media'), join(rest, 'media'), { recursive: true });
  writeFileSync(join(rest, 'playing.json'), readFileSync(join(data, 'playing.json')));
  data = rest;
  await bothPlay(await start());
});
