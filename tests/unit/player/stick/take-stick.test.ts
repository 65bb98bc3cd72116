import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Credentials } from '../../../../src/player/auth/auth.types.ts';
import { createListAge } from '../../../../src/player/stick/list-age.ts';
import { writeHead } from '../../../../src/player/stick/stick-format.ts';
import { stickKeysOf } from '../../../../src/player/stick/stick-keys.ts';
import { createStickReader, type StickReader } from '../../../../src/player/stick/stick-reader.ts';
import { createStickSource } from '../../../../src/player/stick/stick-source.ts';
import { takeStick, type StickResult } from '../../../../src/player/stick/take-stick.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { createEvents } from '../../../../src/shared/events.ts';
import { fail } from '../../../../src/shared/result.ts';
import { finalFiles, longPicture, partFiles, sha256Of } from '../../../support/media-support.ts';
import { namesOf, openTestPlayer } from '../../../support/playlist-support.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const SERVER = 'https://192.168.0.121';
const credentials: Credentials = {
  serverUrl: SERVER,
  hostname: 'lobby',
  playerId: '7',
  playerName: 'Lobby',
  groupId: null,
  orientation: null,
  authCode: 'auth-code-of-lobby',
  quickconnectCode: 'code',
  password: null,
  pairedAt: '2026-01-01T00:00:00.000Z',
};

let data: string;
let stick: string;
let path: string;

beforeEach(() => {
  [data, stick] = [temporaryFolder(), temporaryFolder()];
  mkdirSync(data, { recursive: true });
  path = join(stick, 'lobby.digiplaylist');
});

/** Writes a list whose files have these bytes; of `missing` it brings none. */
function writeList(files: Record<string, Buffer>, madeAtMs: number, missing: readonly string[] = []): void {
  const { proof, name } = stickKeysOf('auth-code-of-lobby');
  const entries = Object.values(files).map((bytes) => ({ sha256: sha256Of(bytes), size: bytes.length }));
  const items = Object.entries(files).map(([file_name, bytes]) => ({
    file_name,
    sha256: sha256Of(bytes),
    size: bytes.length,
  }));
  const playlist = [...items, ...missing.map((file_name) => ({ file_name }))];
  const head = writeHead(
    { hostname: 'lobby', server: SERVER, key: name, madeAtMs },
    {
      body: { playlist, playlist_version: madeAtMs },
      files: entries.map((entry) => ({ ...entry, etag: null, lastModified: null })),
    },
    proof,
  );
  writeFileSync(path, Buffer.concat([head, ...Object.values(files)]));
}

/** A store and playlists as the player has them, beside a stick whose reader `change` may spoil. */
function setUp(change: (reader: StickReader) => StickReader = (reader) => reader) {
  const changes = createEvents<'changed'>();
  const source = createStickSource(() => Promise.resolve(fail('offline', 'There is no network.')));
  const player = openTestPlayer({
    origin: SERVER,
    dataFolder: data,
    download: source.download,
    onChange: () => {
      changes.tell('changed');
    },
  });
  const clock = createSystemClock();
  const real = createStickReader({ clock });
  const kept = new Map<string, string>();
  const age = createListAge({
    keyValues: { get: (name) => kept.get(name) ?? null, set: (name, value) => void kept.set(name, value) },
    clock,
    log: createSilentLog(),
  });
  player.playlists.start();
  onTestFinished(async () => {
    await real.stop();
    await player.close();
  });
  const take = (signal = new AbortController().signal): Promise<StickResult> =>
    takeStick(
      {
        reader: change(real),
        source,
        media: player.store,
        playlists: player.playlists,
        age,
        credentials: () => credentials,
        isServerReached: () => Promise.resolve(false),
        clock,
        changes,
        onReading: () => undefined,
      },
      stick,
      signal,
    );
  const show = (): void => {
    const program = player.playlists.currentProgram();
    if (program !== null) player.playlists.confirmPlaying(program.id);
  };
  return { ...player, take, show };
}

describe('a stick', () => {
  it('that is pulled out while it is proven leaves no byte', async () => {
    writeList({ 'a.png': longPicture(100_000), 'b.png': longPicture(100_000) }, 1_000);
    let hashes = 0;
    const { take, playlists } = setUp((reader) => ({
      ...reader,
      hash: (...asked) => {
        hashes += 1;
        if (hashes === 2) truncateSync(path, 1_000);
        return reader.hash(...asked);
      },
    }));
    expect(await take()).toMatchObject({ kind: 'refused', failure: { code: 'stick-pulled' } });
    expect(finalFiles(data).names).toEqual([]);
    expect(partFiles(data)).toEqual([]);
    expect(playlists.currentProgram()).toBeNull();
  });

  it('that is pulled out while it is copied changes nothing of what plays, and may come again', async () => {
    const before = longPicture(50_000);
    writeList({ 'before.png': before }, 1_000);
    let isPulled = false;
    const { take, show, playlists } = setUp((reader) => ({
      ...reader,
      read: (file, position, length) => {
        if (isPulled && position > 3_000_000) truncateSync(path, 1_000);
        return reader.read(file, position, length);
      },
    }));
    expect(await take()).toMatchObject({ kind: 'plays' });
    show();
    const long = longPicture(6_000_000);
    writeList({ 'before.png': before, 'long.png': long }, 2_000);
    isPulled = true;
    expect(await take()).toMatchObject({ kind: 'refused', failure: { code: 'stick-torn' } });
    expect(namesOf(playlists.currentProgram())).toEqual(['before.png']);
    expect(playlists.status()).toMatchObject({ version: '1000', offered: '1000', staged: null });
    expect(playlists.problems()).toEqual([]);
    isPulled = false;
    writeList({ 'before.png': before, 'long.png': long }, 2_000);
    expect(await take()).toMatchObject({ kind: 'plays' });
    show();
    expect(namesOf(playlists.currentProgram())).toEqual(['before.png', 'long.png']);
    expect(finalFiles(data).wrong).toEqual([]);
  });

  it('that goes from the mount table is given up at once', async () => {
    writeList({ 'long.png': longPicture(6_000_000) }, 1_000);
    const gone = new AbortController();
    const { take } = setUp((reader) => ({
      ...reader,
      read: (file, position, length) => {
        if (position > 2_000_000) {
          gone.abort();
          return new Promise(() => undefined);
        }
        return reader.read(file, position, length);
      },
    }));
    expect(await take(gone.signal)).toMatchObject({ kind: 'refused', failure: { code: 'stick-pulled' } });
  });

  it('whose list names a file that it does not bring plays without that', async () => {
    writeList({ 'a.png': longPicture(50_000) }, 1_000, ['missing.png']);
    const { take, playlists } = setUp();
    expect(await take()).toMatchObject({ kind: 'plays' });
    expect(namesOf(playlists.currentProgram())).toEqual(['a.png']);
    expect(playlists.problems()).toMatchObject([{ code: 'item-left-out', params: { file: 'missing.png' } }]);
  });

  it('gives way to a list of the server that comes while it is copied', async () => {
    writeList({ 'a.png': longPicture(50_000), 'long.png': longPicture(6_000_000) }, 1_000);
    const { take, playlists } = setUp((reader) => ({
      ...reader,
      read: (file, position, length) => {
        if (position > 2_000_000)
          playlists.accept({ playlist: [{ file_name: 'other.png' }], playlist_version: 9 });
        return reader.read(file, position, length);
      },
    }));
    expect(await take()).toMatchObject({ kind: 'server' });
    expect(playlists.status()).toMatchObject({ offered: '9' });
  });
});
