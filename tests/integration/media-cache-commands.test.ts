import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import {
  runCacheCommand,
  type CacheCommand,
  type CacheReport,
} from '../../src/player/maintenance/cache-commands.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import { finalFiles, longPicture, mediaFolder, needFor, partFiles } from '../support/media-support.ts';
import { openTestPlayer } from '../support/playlist-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: Simulator;
let folder: string;

function ask(command: CacheCommand): ReturnType<typeof runCacheCommand> {
  return runCacheCommand(command, {
    dataFolder: folder,
    settings: { cacheFolder: '', maxCacheSizeMb: 10 },
    appVersion: '1.0.0',
    clock: createSystemClock(),
    log: createSilentLog(),
  });
}

async function run(command: CacheCommand): Promise<CacheReport> {
  const report = await ask(command);
  if (!report.ok) throw new Error(report.error.message);
  return report.value;
}

/** A player that played `playing.png`, also has `other.png` and the beginning of a third file, and was stopped. */
async function leaveCache(): Promise<{ playing: Upload; other: Upload }> {
  const [playing, other, part] = ['playing', 'other', 'part'].map((name) =>
    server.addUpload(`${name}.png`, longPicture(200_000)),
  );
  if (playing === undefined || other === undefined || part === undefined) throw new Error('no uploads');
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder, limits: { tries: 1 } });
  player.playlists.start();
  player.playlists.accept({ playlist: [server.itemFor('playing.png')], playlist_version: 3 });
  await expect.poll(() => player.records.read('staged')).not.toBeNull();
  player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');
  await player.store.ensure(needFor(server.origin, other));
  server.addFault({ kind: 'truncate', afterBytes: 150_000, times: 1, match: { path: part.path } });
  server.addFault({ kind: 'status', status: 500, match: { path: part.path } });
  await player.store.ensure(needFor(server.origin, part));
  await player.close();
  return { playing, other };
}

beforeEach(async () => {
  server = await startSimulator();
  folder = temporaryFolder();
});

afterEach(async () => {
  await server.stop();
});

test('status tells what is there and changes nothing', async () => {
  await leaveCache();
  const before = finalFiles(folder).names;

  const { json, text, sound } = await run('status');

  expect(json).toMatchObject({
    folder: mediaFolder(folder),
    files: 2,
    limit_bytes: 10 * 1_048_576,
    unfinished: 1,
    playlists: [{ slot: 'playing', version: '3', items: 1, missing: 0 }],
  });
  expect(text).toContain('playing: version 3, 1 items, all files here');
  expect(sound).toBe(true);
  expect(finalFiles(folder).names).toEqual(before);
  expect(partFiles(folder)).toHaveLength(1);
});

test('verify finds a file that rotted and one that is gone, by the name that people know', async () => {
  const { playing, other } = await leaveCache();
  expect(await run('verify')).toMatchObject({ json: { checked: 2, broken: [] }, sound: true });
  const path = join(mediaFolder(folder), playing.sha256);
  const bytes = readFileSync(path);
  bytes[100_000] = (bytes[100_000] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  rmSync(join(mediaFolder(folder), other.sha256));

  const { json, text, sound } = await run('verify');

  expect(json['broken']).toEqual(
    expect.arrayContaining([
      { sha256: playing.sha256, file_name: 'playing.png' },
      { sha256: other.sha256, file_name: null },
    ]),
  );
  expect(json['checked']).toBe(2);
  expect(text).toContain('playing.png');
  expect(sound).toBe(false);
  expect(await run('status')).toMatchObject({ json: { playlists: [{ missing: 1 }] }, sound: false });
  expect(finalFiles(folder).names).toEqual([]);
});

test('clear leaves what plays, and nothing else', async () => {
  const { playing } = await leaveCache();

  const { json } = await run('clear');

  expect(json).toMatchObject({ files: 1, used_bytes: 200_000 });
  expect(json['freed_bytes']).toBeGreaterThanOrEqual(200_000);
  expect(finalFiles(folder).names).toEqual([playing.sha256]);
  expect(partFiles(folder)).toEqual([]);
});

test('where no player has run there is no cache, and none is made', async () => {
  expect(await ask('status')).toMatchObject({ ok: false, error: { code: 'no-cache' } });
  expect(existsSync(join(folder, 'player.db'))).toBe(false);
});

test('beside a running player only status answers', async () => {
  await leaveCache();
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  await player.store.start(false);

  expect(await ask('status')).toMatchObject({ ok: true });
  expect(await ask('verify')).toMatchObject({ ok: false, error: { code: 'already-running' } });
  expect(await ask('clear')).toMatchObject({ ok: false, error: { code: 'already-running' } });

  await player.close();
  expect(await ask('verify')).toMatchObject({ ok: true });
});
