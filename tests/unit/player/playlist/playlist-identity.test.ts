import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { normalisePlaylist } from '../../../../src/player/playlist/normalise-playlist.ts';
import { carryOverPlaylistIds, playlistId } from '../../../../src/player/playlist/playlist-identity.ts';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createKeyValueStore, type KeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import {
  createPlaylistRecords,
  type PlaylistRecords,
} from '../../../../src/platform/store/playlist-records.ts';

const bodyWith = (description: string) => ({
  playlist: [
    { id: 7, file_name: 'a.jpg', duration: 5, description, valid_until: '2030-01-01', days: '1-5' },
    { id: 8, file_name: 'b.mp4', description: 'an "odd" one' },
  ],
  playlist_version: 4,
});

function read(body: unknown): { id: string; items: readonly PlaylistItem[] } {
  const result = normalisePlaylist(body, { serverUrl: 'https://server' });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** A playlist as the version before kept it: with descriptions in its items and in its id. */
function keptBefore(descriptions: readonly string[]): { id: string; items: string } {
  const described = read(bodyWith('')).items.map((item, index) => {
    const { key, id, fileName, kind, url, durationMs, muted, size, sha256, window } = item;
    const description = descriptions[index] ?? '';
    return { key, id, fileName, kind, url, durationMs, muted, description, size, sha256, window };
  });
  const items = JSON.stringify(described);
  return { items, id: createHash('sha256').update(items).digest('hex') };
}

describe('what identifies a playlist', () => {
  it('is not a description, but everything that is seen or heard of it', () => {
    const { id, items } = read(bodyWith('Old'));
    expect(read(bodyWith('New')).id).toBe(id);
    const [first, ...rest] = items;
    if (first === undefined) throw new Error('no item');
    const changes: Partial<PlaylistItem>[] = [
      { key: '9' },
      { fileName: 'c.jpg' },
      { kind: 'pdf' },
      { url: 'https://server/c.jpg' },
      { durationMs: 6_000 },
      { muted: false },
      { size: 1 },
      { sha256: '00' },
      { window: null },
      { window: { ...first.window, startTime: '10:00' } },
    ];
    const ids = changes.map((change) => playlistId([{ ...first, ...change }, ...rest]));
    expect(new Set([id, ...ids]).size).toBe(changes.length + 1);
  });

  it('is the same for the same list in every version of the player', () => {
    const plain = read({ playlist: [{ id: 1, file_name: 'a.jpg' }] });
    const { items } = read(bodyWith(''));
    expect([plain.id, playlistId(items)]).toEqual([
      '62b1c5353b2752d6d5c13f44ba703727bd2b6cadd4972982afd12af778f0318d',
      'e5bbad9ca42eb8dd5ee450c0b68cfef111bbc45a3fc29a177c7352d9330e5129',
    ]);
    const [first] = plain.items;
    if (first === undefined) throw new Error('no item');
    expect(playlistId([{ ...first, isDefault: true }])).not.toBe(plain.id);
  });

  it('does not depend on the order in which an item was put together', () => {
    const { id, items } = read(bodyWith(''));
    const turned = items.map(
      (item) =>
        Object.fromEntries(
          Object.entries({
            ...item,
            window: item.window && Object.fromEntries(Object.entries(item.window).reverse()),
          }).reverse(),
        ) as PlaylistItem,
    );
    expect(playlistId(turned)).toBe(id);
  });
});

describe('playlists that an earlier version kept', () => {
  let records: PlaylistRecords;
  let keyValues: KeyValueStore;
  const carryOver = (): void => {
    carryOverPlaylistIds(records, keyValues, createSilentLog());
  };

  beforeEach(() => {
    const database = openDatabase(':memory:');
    records = createPlaylistRecords(database);
    keyValues = createKeyValueStore(database);
  });

  it('get the id that the server’s same list gets today, and so does the place to go on at', () => {
    const before = keptBefore(['Old', 'words']);
    const rejected = keptBefore(['', '']);
    records.write({
      playing: { ...before, version: '4', complete: true },
      rejected: { ...rejected, version: '3', complete: true },
    });
    keyValues.set('resume-point', JSON.stringify({ program: before.id, item: '8' }));
    carryOver();
    const { id, items } = read(bodyWith('Something else'));
    expect(records.read('playing')).toEqual({
      id,
      version: '4',
      complete: true,
      items: JSON.stringify(items),
    });
    expect(records.read('rejected')?.id).toBe(id);
    expect(JSON.parse(keyValues.get('resume-point') ?? '')).toEqual({ program: id, item: '8' });
  });

  it.each([
    ['of another program', JSON.stringify({ program: 'of-nobody', item: '8' })],
    ['that cannot be read', '{"program":7}'],
    ['that is no JSON', '{'],
  ])('leave a place %s as it is', (_name, place) => {
    records.write({ playing: { ...keptBefore(['Old']), version: '4', complete: true } });
    keyValues.set('resume-point', place);
    carryOver();
    expect(keyValues.get('resume-point')).toBe(place);
    expect(records.read('playing')?.id).toBe(read(bodyWith('')).id);
  });

  it.each(['offered', 'staged', 'playing', 'previous', 'rejected'] as const)(
    'are carried over where they are %s',
    (slot) => {
      records.write({ [slot]: { ...keptBefore(['Old', 'words']), version: '4', complete: true } });
      carryOver();
      expect(records.read(slot)?.id).toBe(read(bodyWith('')).id);
    },
  );

  it('are carried over once; what is of today is not even written', () => {
    records.write({ playing: { ...keptBefore(['Old']), version: null, complete: true } });
    carryOver();
    const write = vi.spyOn(records, 'write');
    carryOver();
    expect(write).not.toHaveBeenCalled();
  });

  it('stay as they are where they cannot be read or written, and nothing is thrown', () => {
    records.write({
      playing: { id: 'one', version: null, complete: true, items: '[{"description":"cut o' },
      staged: { id: 'two', version: null, complete: true, items: '[{"description":"no item"}]' },
    });
    carryOver();
    expect(records.read('playing')?.id).toBe('one');
    expect(records.read('staged')?.id).toBe('two');
    records.write({ playing: { ...keptBefore(['Old']), version: null, complete: true } });
    vi.spyOn(records, 'write').mockImplementation(() => {
      throw new Error('the disk is full');
    });
    expect(carryOver).not.toThrow();
  });
});
