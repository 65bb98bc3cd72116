import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createDiskWrites } from '../../../../src/platform/files/disk-writes.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createPlaylistRecords } from '../../../../src/platform/store/playlist-records.ts';
import { keepPlayingCopy, peekPlayingNames } from '../../../../src/player/playlist/playing-copy.ts';
import { playlistId } from '../../../../src/player/playlist/playlist-identity.ts';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

type Index = Parameters<typeof keepPlayingCopy>[1];
type Address = NonNullable<ReturnType<Index['url']>>;

const item = (name: string): PlaylistItem => ({
  ...{ key: name, id: name, fileName: name, kind: 'image', url: `https://s.test/${name}`, durationMs: null },
  ...{ muted: true, size: null, sha256: null, window: null },
});
const items = [item('a'), item('b')];
const playing = { id: playlistId(items), version: '4', items: JSON.stringify(items), complete: true };

/** A player.db of its own each time; the copy is in `file`. */
function open(file: string, known: Readonly<Record<string, string>> = {}) {
  const database = openDatabase(':memory:');
  onTestFinished(() => {
    database.close();
  });
  const index = new Map<string, Address>();
  const setUrl: Index['setUrl'] = (address) => void index.set(address.url, address);
  for (const [url, sha256] of Object.entries(known))
    setUrl({ url, sha256, etag: null, lastModified: null, validatedAt: 7 });
  const log = { ...createSilentLog(), warn: vi.fn(), error: vi.fn() };
  const records = keepPlayingCopy(
    createPlaylistRecords(database),
    { url: (url) => index.get(url) ?? null, setUrl },
    file,
    createDiskWrites(createFakeClock()),
    log,
  );
  return { records, index, log };
}

const sha = 'ab'.repeat(32);
const other = 'cd'.repeat(32);

test('brings the playing list and its addresses back where player.db was lost, and overwrites none that is known', () => {
  const file = join(temporaryFolder(), 'playing.json');
  open(file, { 'https://s.test/a': sha, 'https://s.test/b': sha }).records.write({ playing });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { records, index } = open(file, { 'https://s.test/b': other });
  expect(records.read('playing')).toEqual(playing);
  expect(index.get('https://s.test/a')).toMatchObject({ sha256: sha, validatedAt: 0 });
  expect(index.get('https://s.test/b')).toMatchObject({ sha256: other, validatedAt: 7 });
  expect(peekPlayingNames(file)).toEqual(['a', 'b']);
});

test('says nothing where player.db knows what plays', () => {
  const file = join(temporaryFolder(), 'playing.json');
  const { records, index, log } = open(file, { 'https://s.test/a': sha });
  records.write({ playing });
  const newer = { ...playing, version: '5' };
  const known = { read: () => newer, write: vi.fn() };
  index.clear();
  const kept = keepPlayingCopy(
    known,
    { url: () => null, setUrl: (address) => void index.set(address.url, address) },
    file,
    createDiskWrites(createFakeClock()),
    log,
  );
  expect(kept.read('playing')).toBe(newer);
  expect([index.size, known.write.mock.calls.length]).toEqual([0, 0]);
});

test.each([`${sha}0`, `0${sha}`, 'AB'.repeat(32), '../etc/passwd'])(
  'a copy with the hash %j is a damaged one',
  (hash) => {
    const file = join(temporaryFolder(), 'playing.json');
    open(file, { 'https://s.test/a': sha }).records.write({ playing });
    writeFileSync(file, readFileSync(file, 'utf8').replace(sha, hash));
    const { records, index } = open(file);
    expect([records.read('playing'), index.size, peekPlayingNames(file)]).toEqual([null, 0, []]);
  },
);

test('is no business of other slots, and goes with the list', () => {
  const file = join(temporaryFolder(), 'playing.json');
  const { records } = open(file);
  records.write({ staged: playing });
  expect(existsSync(file)).toBe(false);
  records.write({ playing });
  records.write({ staged: null });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ id: playing.id, files: [] });
  records.write({ playing: null });
  expect(existsSync(file)).toBe(false);
  expect(records.read('playing')).toBeNull();
});

test('says nothing of a copy that is not there, warns of a damaged one, and restores nothing from it', () => {
  const file = join(temporaryFolder(), 'playing.json');
  const first = open(file);
  expect([first.log.warn.mock.calls.length, peekPlayingNames(file)]).toEqual([0, []]);
  writeFileSync(file, '{"id":7}');
  const second = open(file);
  expect(second.log.warn).toHaveBeenCalledTimes(1);
  expect([second.records.read('playing'), peekPlayingNames(file)]).toEqual([null, []]);
  expect(readFileSync(file, 'utf8')).toBe('{"id":7}');
});

test('a list that cannot be copied is switched to all the same', () => {
  const file = join(temporaryFolder(), 'playing.json');
  const { records, log } = open(file);
  records.write({ playing: { ...playing, items: 'nonsense' } });
  expect(records.read('playing')?.items).toBe('nonsense');
  expect([existsSync(file), log.warn.mock.calls.length]).toEqual([false, 1]);
});
