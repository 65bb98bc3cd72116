import { expect, test } from 'vitest';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';
import { isStillWanted, needsOf } from '../../../../src/player/playlist/playlist-needs.ts';
import type { HeldPlaylist } from '../../../../src/player/playlist/playlist-slots.ts';

const item = (name: string, changes: Partial<PlaylistItem> = {}): PlaylistItem => ({
  ...{ key: name, id: name, fileName: name, kind: 'image', url: `https://s.test/${name}`, durationMs: null },
  ...{ muted: true, size: null, sha256: null, window: null, ...changes },
});
const list = (id: string, ...items: readonly PlaylistItem[]): HeldPlaylist => ({
  ...{ id, version: null, items, complete: false },
});

test('each file is needed once, in the order of first need, and pages need none', () => {
  const hash = { sha256: 'ab' };
  const first = list(
    'a',
    item('w', { kind: 'web' }),
    item('a'),
    item('b', hash),
    item('s', { kind: 'stream' }),
  );
  const second = list('b', item('c', hash), item('a'), item('d'));
  expect(needsOf(first, null, second).map(({ fileName }) => fileName)).toEqual(['a', 'b', 'd']);
  expect(needsOf(null)).toEqual([]);
});

test('what is on its way is still wanted where the list is the same, or names the same addresses', () => {
  const one = list('a', item('a', { url: 'https://s.test/a?1' }));
  expect(isStillWanted(one, { ...one })).toBe(true);
  expect(isStillWanted(one, list('b', item('a', { url: 'https://s.test/a?2' })))).toBe(true);
  expect(isStillWanted(one, list('b', item('b')))).toBe(false);
  expect([isStillWanted(one, null), isStillWanted(null, one), isStillWanted(null, null)]).toEqual([
    ...[false, false, true],
  ]);
});
