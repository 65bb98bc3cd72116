import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { PlaylistRecord, PlaylistRecords } from '../../../../src/platform/store/playlist-records.ts';
import { loadPlaylistSlots, type HeldPlaylist } from '../../../../src/player/playlist/playlist-slots.ts';

const list = (id: string): HeldPlaylist => ({
  ...{ id, version: '1', complete: true },
  items: [
    {
      ...{ key: id, id, fileName: id, kind: 'image', url: `https://s.test/${id}`, durationMs: null },
      ...{ muted: true, size: null, sha256: null, window: null },
    },
  ],
});
const recordOf = ({ items, ...list }: HeldPlaylist): PlaylistRecord => ({
  ...list,
  items: JSON.stringify(items),
});

function recordsWith(kept: Partial<Record<string, PlaylistRecord | null>> = {}) {
  const writes: object[] = [];
  const seen = { refuses: false };
  const records: PlaylistRecords = {
    read: (slot) => kept[slot] ?? null,
    write: (slots) => {
      if (seen.refuses) throw new Error('no space');
      writes.push(slots);
      Object.assign(kept, slots);
    },
  };
  return { records, writes, seen };
}

const NAMES = ['offered', 'staged', 'playing', 'previous', 'rejected'] as const;

test('each list is where it was kept', () => {
  const kept = Object.fromEntries(NAMES.map((name) => [name, recordOf(list(name))]));
  const slots = loadPlaylistSlots(recordsWith(kept).records, createSilentLog());
  expect(slots.read()).toEqual(Object.fromEntries(NAMES.map((name) => [name, list(name)])));
});

test.each(['', '{', '7', '[{"key":7}]'])('a record with the items %j is as good as none', (items) => {
  const kept = { playing: { ...recordOf(list('a')), items }, staged: recordOf(list('b')) };
  const slots = loadPlaylistSlots(recordsWith(kept).records, createSilentLog());
  expect(slots.read()).toMatchObject({ playing: null, staged: { id: 'b' } });
});

test('a move writes what it changes, and after one that the disk refused everything', () => {
  const { records, writes, seen } = recordsWith();
  const slots = loadPlaylistSlots(records, createSilentLog());
  slots.move({ offered: list('a') });
  expect(writes).toEqual([{ offered: recordOf(list('a')) }]);
  expect(slots.unsaved()).toBe(false);
  seen.refuses = true;
  slots.move({ offered: null, staged: list('a') });
  expect(slots.read()).toMatchObject({ offered: null, staged: { id: 'a' } });
  expect([slots.unsaved(), writes.length]).toEqual([true, 1]);
  seen.refuses = false;
  slots.move({ rejected: null });
  expect(slots.unsaved()).toBe(false);
  expect(writes.at(-1)).toEqual({
    ...{ offered: null, staged: recordOf(list('a')), playing: null, previous: null, rejected: null },
  });
  slots.move({ staged: null });
  expect(writes.at(-1)).toEqual({ staged: null });
});
