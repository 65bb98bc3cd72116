import { expect, test } from 'vitest';
import type { MediaRecord } from '../../../../src/player/media/media-types.ts';
import {
  createProgramItems,
  mediaRequestOf,
  programOf,
} from '../../../../src/player/playlist/program-for.ts';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';

const item: PlaylistItem = {
  key: 'a',
  id: 'a',
  fileName: 'a.jpg',
  kind: 'image',
  url: 'https://server.example/a.jpg',
  durationMs: null,
  muted: true,
  size: null,
  sha256: null,
  window: null,
};
const bytes = (sha256: string): MediaRecord =>
  ({ sha256, mime: 'image/jpeg', kind: 'image' }) as unknown as MediaRecord;

test('an item with the same bytes is the very same object, one with other bytes another', () => {
  const programItems = createProgramItems();
  const none = new Set<string>();
  const [first] = programItems([item], () => bytes('1'), none);
  expect(programItems([item], () => bytes('1'), none)[0]).toBe(first);
  const [second] = programItems([item], () => bytes('2'), none);
  expect(second).not.toBe(first);
  expect(second?.source).toBe('/media/2');
  expect(programItems([item], () => null, none)).toEqual([]);
});

test('a program names what stands in, what is heard and where to begin only where there is any', () => {
  const [plays] = createProgramItems()([item], () => bytes('1'), new Set());
  const items = plays === undefined ? [] : [plays];
  expect(programOf({ id: 'p', items, standIns: [], music: [] }, 3, { item: 'of-nobody' })).toEqual({
    ...{ id: 'p', revision: 3, items, resumeAt: null },
  });
  expect(Object.keys(programOf({ id: 'p', items }, 3, { item: null }))).not.toContain('standIns');
  expect(Object.keys(programOf({ id: 'p', items }, 3, { item: null }))).not.toContain('music');
  const shuffle = { seed: 7, turn: null };
  const group = { slots: [], fromMs: null };
  expect(
    programOf({ id: 'p', items, standIns: [items], music: items, group }, 4, { item: 'a', shuffle }),
  ).toEqual({ id: 'p', revision: 4, items, resumeAt: 'a', standIns: [items], music: items, group, shuffle });
});

test('a fragment is no part of what is asked for, and pages and streams need no file', () => {
  const request = { ...item, url: `${item.url}#page=2`, size: 7, sha256: 'ab' };
  expect(mediaRequestOf(request)).toEqual({
    ...{ url: item.url, fileName: 'a.jpg', kind: 'image', size: 7, sha256: 'ab' },
  });
  expect([mediaRequestOf({ ...item, kind: 'web' }), mediaRequestOf({ ...item, kind: 'stream' })]).toEqual([
    ...[null, null],
  ]);
});

test('what has no length of its own stands ten seconds, and in a group everything ends', () => {
  const none = new Set<string>();
  const [alone, grouped] = [createProgramItems(), createProgramItems({ isGrouped: true })];
  const stream = { ...item, kind: 'stream', url: 'https://s.test/live.m3u8' } as const;
  const video = { ...bytes('v'), kind: 'video', durationMs: 4_000 } as const;
  const lengths = (make: typeof alone): (number | null | undefined)[] => [
    make([{ ...item, key: 'i' }], () => bytes('1'), none)[0]?.durationMs,
    make([{ ...item, kind: 'web' }], () => null, none)[0]?.durationMs,
    make([{ ...stream }], () => null, none)[0]?.durationMs,
    make([{ ...item, kind: 'video' }], () => video, none)[0]?.durationMs,
    make([{ ...item, kind: 'video' }], () => ({ ...video, durationMs: null }), none)[0]?.durationMs,
    make([{ ...item, kind: 'video', durationMs: 2_000 }], () => video, none)[0]?.durationMs,
  ];
  expect(lengths(alone)).toEqual([10_000, 10_000, null, null, null, 2_000]);
  expect(lengths(grouped)).toEqual([10_000, 10_000, 10_000, 4_000, 10_000, 2_000]);
});

test('a sound is always heard, and an address without a type that shows a page is one', () => {
  const programItems = createProgramItems();
  const none = new Set<string>();
  const [song] = programItems([{ ...item, kind: null }], () => ({ ...bytes('s'), kind: 'audio' }), none);
  expect(song).toMatchObject({ kind: 'audio', muted: false, source: '/media/s' });
  const untyped = { ...item, kind: null };
  expect(programItems([untyped], () => null, new Set([item.url]))).toMatchObject([
    { kind: 'web', source: item.url, sha256: null },
  ]);
  expect(programItems([{ ...item }], () => null, new Set([item.url]))).toEqual([]);
});
