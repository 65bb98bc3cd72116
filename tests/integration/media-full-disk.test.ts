import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import { finalFiles, longPicture, mediaFolder, needFor, sha256Of } from '../support/media-support.ts';
import { namesOf, openTestPlayer, type TestPlayer } from '../support/playlist-support.ts';
import { createKeyValueStore } from '../../src/platform/store/key-value-store.ts';
import { mountSmallDisk, whyNoDisk, type SmallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: Simulator;
let folder: string;
let players: TestPlayer[];
let disks: SmallDisk[];

function open(): TestPlayer {
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  players.push(player);
  return player;
}

function mountAt(path: string, megabytes: number): SmallDisk {
  const disk = mountSmallDisk(path, megabytes);
  disks.push(disk);
  return disk;
}

function picture(name: string, bytes = 40_000): Upload {
  return server.addUpload(name, longPicture(bytes));
}

function offer(player: TestPlayer, upload: Upload, version: number): void {
  player.playlists.accept({ playlist: [server.itemFor(upload.name)], playlist_version: version });
}

/** Brings a playlist here and shows it. */
async function play(player: TestPlayer, upload: Upload, version: number): Promise<void> {
  offer(player, upload, version);
  await expect.poll(() => player.playlists.status().staged).toBe(String(version));
  player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');
}

/** What the screen would get for the first item that plays. */
async function shownBytes(player: TestPlayer): Promise<string | null> {
  const sha256 = player.playlists.currentProgram()?.items[0]?.sha256 ?? '';
  const media = await player.store.open(sha256);
  if (media === null) return null;
  const buffer = new Uint8Array(media.record.size);
  await media.read(buffer, 0);
  await media.close();
  return sha256Of(buffer);
}

beforeEach(async () => {
  server = await startSimulator();
  folder = temporaryFolder();
  players = [];
  disks = [];
});

afterEach(async () => {
  for (const player of players) await player.close().catch(() => undefined);
  for (const disk of disks) disk.unmount();
  await server.stop();
});

const noDisk = whyNoDisk();
if (noDisk !== null) console.log(`The tests with a real full disk are left out: ${noDisk}.`);

describe.skipIf(noDisk !== null)('on a real disk of a few megabytes', () => {
  test('that fills up in the middle of a download, the old playlist plays on, and the new one comes when there is room', async () => {
    const disk = mountAt(mediaFolder(folder), 4);
    const player = open();
    player.playlists.start();
    const old = picture('old.png');
    await play(player, old, 1);
    const big = picture('big.png', 1_500_000);
    server.setThrottle(2_000_000);

    offer(player, big, 2);
    await expect.poll(() => player.index.parts()[0]?.flushed ?? 0).toBeGreaterThan(100_000);
    disk.fill();

    await expect
      .poll(() => player.playlists.problems())
      .toMatchObject([{ code: 'playlist-refused', message: expect.stringContaining('disk') as string }]);
    expect(namesOf(player.playlists.currentProgram())).toEqual(['old.png']);
    expect(await shownBytes(player)).toBe(old.sha256);
    expect(finalFiles(folder).names.filter((name) => name !== 'filler')).toEqual([old.sha256]);

    disk.relieve();
    player.playlists.retryNow();
    await expect.poll(() => player.playlists.status().staged, { timeout: 10_000 }).toBe('2');
    expect(player.playlists.problems()).toEqual([]);
    expect(finalFiles(folder).wrong).toEqual([]);
    expect(server.requests.at(-1)).toMatchObject({ status: 206 });
  });

  test('that is full when the switch is to be written, the new playlist is shown and is saved with the next one', async () => {
    const disk = mountAt(folder, 6);
    const player = open();
    player.playlists.start();
    await play(player, picture('one.png'), 1);
    offer(player, picture('two.png'), 2);
    await expect.poll(() => player.playlists.status().staged).toBe('2');

    disk.fill();
    // The last page of the log has room for a little yet.
    expect(() => {
      for (let count = 0; ; count += 1) createKeyValueStore(player.database).set('filler', String(count));
    }).toThrow('full');
    player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');

    expect(namesOf(player.playlists.currentProgram())).toEqual(['two.png']);
    expect(player.playlists.status().version).toBe('2');
    expect(player.playlists.problems()).toMatchObject([{ code: 'disk-error' }]);
    expect(player.records.read('playing')).toMatchObject({ version: '1' });

    disk.relieve();
    await play(player, picture('three.png'), 3);
    expect(player.playlists.problems()).toEqual([]);
    expect(player.records.read('playing')).toMatchObject({ version: '3' });
    expect(player.records.read('previous')).toMatchObject({ version: '2' });
  });

  test('that may only be read, what is here plays, and the rest comes when it may be written', async () => {
    const disk = mountAt(mediaFolder(folder), 4);
    const player = open();
    player.playlists.start();
    const old = picture('old.png');
    await play(player, old, 1);

    disk.setReadOnly(true);
    offer(player, picture('new.png'), 2);

    await expect.poll(() => player.playlists.problems()).toMatchObject([{ code: 'disk-error' }]);
    expect(await shownBytes(player)).toBe(old.sha256);
    expect(player.playlists.status().staged).toBeNull();

    disk.setReadOnly(false);
    player.playlists.retryNow();
    await expect.poll(() => player.playlists.status().staged).toBe('2');
  });
});

test('the media folder goes away in the middle of a download: it is made again, and the playlist comes', async () => {
  const player = open();
  player.playlists.start();
  const big = picture('big.png', 600_000);
  server.setThrottle(1_000_000);
  offer(player, big, 1);
  await expect.poll(() => player.index.parts()[0]?.flushed ?? 0).toBeGreaterThan(0);

  rmSync(mediaFolder(folder), { recursive: true });
  server.setThrottle(null);

  await expect.poll(() => player.playlists.status().staged, { timeout: 15_000 }).toBe('1');
  expect(finalFiles(folder)).toEqual({ names: [big.sha256], wrong: [] });
});

/** Reading or writing the first bytes of a process's own memory is answered with EIO: a bad sector without a bad disk. */
const badSector = '/proc/self/mem';

describe.skipIf(!existsSync(badSector))('where the disk answers EIO', () => {
  test('a file that cannot be read is given up, told, and fetched again', async () => {
    const player = open();
    const upload = picture('a.png');
    const need = needFor(server.origin, upload);
    await player.store.ensure(need);
    const path = join(mediaFolder(folder), upload.sha256);
    rmSync(path);
    symlinkSync(badSector, path);
    const reader = await player.store.open(upload.sha256);
    await expect(reader?.read(new Uint8Array(10), 0)).rejects.toMatchObject({ code: 'EIO' });
    await reader?.close();

    expect(await player.store.verify()).toEqual({ checked: 1, lost: [upload.sha256] });

    expect(player.events).toContainEqual(
      expect.objectContaining({
        kind: 'lost',
        failure: expect.objectContaining({ code: 'media-rotten' }) as unknown,
      }),
    );
    expect(await player.store.ensure(need)).toMatchObject({ ok: true });
    expect(finalFiles(folder)).toEqual({ names: [upload.sha256], wrong: [] });
  });

  test('a download that cannot be written is a failure in words, and the next try mends it', async () => {
    const player = open();
    const upload = picture('a.png');
    const need = needFor(server.origin, upload);
    const part = join(mediaFolder(folder), 'part', sha256Of(Buffer.from(need.url)).slice(0, 32));
    mkdirSync(join(mediaFolder(folder), 'part'), { recursive: true });
    symlinkSync(badSector, part);

    expect(await player.store.ensure(need)).toMatchObject({
      ok: false,
      error: { code: 'disk-error', params: { cause: 'EIO' } },
    });
    expect(finalFiles(folder).names).toEqual([]);

    rmSync(part);
    expect(await player.store.ensure(need)).toMatchObject({ ok: true });
  });
});
