import { expect, test } from 'vitest';
import { defaultItems, listedItems } from '../../../../src/player/playlist/default-item.ts';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';

const item = (key: string, changes: Partial<PlaylistItem> = {}): PlaylistItem => ({
  ...{ key, id: key, fileName: key, kind: 'image', url: `https://s.test/${key}`, durationMs: null },
  ...{ muted: true, size: null, sha256: null, window: null, ...changes },
});

test('only a last item that says so stands in for the list, which is the same array each time', () => {
  const plain = [item('a'), item('b')];
  expect([listedItems(plain), defaultItems(plain)]).toEqual([plain, []]);
  expect(listedItems(plain)).toBe(plain);
  const withDefault = [item('a'), item('d', { isDefault: true })];
  expect(listedItems(withDefault)).toEqual([item('a')]);
  expect(listedItems(withDefault)).toBe(listedItems(withDefault));
  expect(defaultItems(withDefault)).toEqual([item('d', { isDefault: true })]);
  expect([listedItems([]), defaultItems([])]).toEqual([[], []]);
});
