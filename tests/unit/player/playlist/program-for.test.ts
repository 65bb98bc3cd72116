import { expect, test } from 'vitest';
import type { MediaRecord } from '../../../../src/player/media/media-types.ts';
import { createProgramItems } from '../../../../src/player/playlist/program-for.ts';
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
