import { describe, expect, it } from 'vitest';
import type { MediaRecord } from '../../../../src/player/media/media-types.ts';
import { createGroupSlots } from '../../../../src/player/playlist/group-slots.ts';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';

const item = (key: string, replaced: Partial<PlaylistItem> = {}): PlaylistItem => ({
  ...{ key, id: key, fileName: key, kind: 'video', url: `https://server.test/${key}`, durationMs: null },
  ...{ muted: true, size: null, sha256: null, window: null },
  ...replaced,
});
const film = (durationMs: number | null): MediaRecord => ({
  ...{ sha256: 'a', size: 1, kind: 'video', mime: 'video/mp4', durationMs },
});

describe('the plan of a list', () => {
  it('has a place for each item: its duration, the probed length of a video, else ten seconds', () => {
    const list = [
      item('said', { durationMs: 4_000 }),
      item('probed'),
      item('silent'),
      item('missing'),
      item('page', { kind: 'web' }),
      item('picture', { kind: 'image', durationMs: 7_500.4 }),
    ];
    const slots = createGroupSlots()(list, ({ url }) => {
      if (url.endsWith('probed')) return film(12_345.6);
      return url.endsWith('silent') ? film(null) : null;
    });
    expect(slots.map(({ lengthMs }) => lengthMs)).toEqual([4_000, 12_346, 10_000, 10_000, 10_000, 7_500]);
    expect(slots.map(({ key }) => key)).toEqual(list.map(({ key }) => key));
  });

  it('is the very same one until something about it changes', () => {
    const slots = createGroupSlots();
    const list = [item('a'), item('b')];
    const before = slots(list, () => film(5_000));
    expect(slots(list, () => film(5_000))).toBe(before);
    expect(slots(list, () => film(6_000))).not.toBe(before);
    expect(slots([...list], () => film(6_000))).not.toBe(before);
  });
});
