import { describe, expect, it } from 'vitest';
import { judgeRecording } from '../../../support/recording/judge-recording.ts';
import { codedPicture, readSight, type Sight } from '../../../support/recording/picture-code.ts';

const picture = (item: number, frame: number): Sight => ({
  code: { item, frame },
  isCovered: true,
  levels: [],
});
const video = (item: number, frames = 6): Sight[] =>
  Array.from({ length: frames * 4 }, (_, at) => picture(item, Math.floor(at / 4)));
const image = (item: number): Sight[] => Array.from({ length: 24 }, () => picture(item, 0));
const blank: Sight = { code: null, isCovered: false, levels: [] };

const judge = (sights: readonly Sight[], order: readonly number[] = [0, 1, 2]) =>
  judgeRecording(
    {
      samples: sights.map((sight, index) => ({ ...sight, atMs: index * 8 })),
      longestGapMs: 8,
      lateShare: 0,
    },
    order,
  );
const kinds = (sights: readonly Sight[], order?: readonly number[]): string[] =>
  judge(sights, order).faults.map(({ kind }) => kind);

describe('a recording of coded pictures', () => {
  it('is read back from a picture, whatever the item and the frame', () => {
    for (const [item, frame] of [
      [0, 0],
      [15, 1023],
      [5, 682],
    ] as const) {
      const row = 160 * 3;
      const pixels = codedPicture({ item, frame }, 160, 24);
      expect(readSight(pixels.subarray(0, row), pixels.subarray(2 * row, 3 * row))).toMatchObject({
        code: { item, frame },
        isCovered: true,
      });
    }
  });

  it('says that a plain colour is no item, and that a band with a hole is not covered', () => {
    const magenta = Uint8Array.from({ length: 480 }, (_, at) => (at % 3 === 1 ? 0 : 255));
    expect(readSight(magenta, magenta)).toMatchObject({ code: null, isCovered: false });
    const band = new Uint8Array(480).fill(128);
    expect(readSight(magenta, band).isCovered).toBe(true);
    band[300] = 60;
    expect(readSight(magenta, band).isCovered).toBe(false);
  });

  it('finds nothing wrong where every item comes in its turn', () => {
    const { seen, faults } = judge([...video(0), ...image(1), ...video(2), ...video(0), ...image(1)]);
    expect(faults).toEqual([]);
    expect(seen.map(({ item, lastFrame }) => [item, lastFrame])).toEqual([
      [0, 5],
      [1, 0],
      [2, 5],
      [0, 5],
      [1, 0],
    ]);
  });

  it('finds a blank of a single sample', () => {
    expect(judge([...video(0), blank, ...image(1)]).faults).toEqual([
      { kind: 'blank', atMs: 192, lengthMs: 8 },
    ]);
  });

  it('finds the old item that comes back, and the old last frame of the new one', () => {
    expect(kinds([...video(0), ...image(1), picture(0, 5), ...video(2)])).toEqual(['stale']);
    expect(kinds([...image(1), picture(2, 5), ...video(2), ...video(0)])).toEqual(['stale']);
  });

  it('finds an item out of its turn', () => {
    expect(kinds([...video(0), ...video(2), ...image(1)], [0, 1, 2, 3])).toEqual(['wrong']);
  });

  it('finds its place in an order that names an item twice', () => {
    expect(kinds([...video(0), ...image(1), ...video(0), ...video(2), ...video(0)], [0, 2, 0, 1])).toEqual(
      [],
    );
  });
});
