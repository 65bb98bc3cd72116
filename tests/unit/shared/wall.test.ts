import { describe, expect, it } from 'vitest';
import { parseSetting } from '../../../src/player/settings/setting-values.ts';
import { readWall } from '../../../src/shared/wall.ts';

const place = { columns: 3, rows: 2, column: 1, row: 0 };

describe('the setting wall', () => {
  it.each([
    ['3x2@1,0', 0],
    ['3x2@1,0 bezel 12mm of 1209mm', 12 / 1209],
    ['  3 X 2 @ 1 , 0   bezel  1.2 cm of 1209 mm ', 12 / 1209],
    ['3×2@1,0 bezel 0.5in of 12.5in', 0.04],
    ['3x2@1,0 bezel 1.0%', 0.01],
    ['3x2@1,0 bezel 1,5 %', 0.015],
    ['3x2@1,0 bezel 0mm of 1209mm', 0],
  ])('reads %j', (text, bezel) => {
    const read = readWall(text);
    expect(read).toMatchObject({ ok: true, wall: place });
    expect(read.ok && read.wall.bezel).toBeCloseTo(bezel, 9);
    expect(parseSetting('wall', text)).toEqual({ ok: true, value: text.trim() });
  });

  it.each([
    ['3x2', 'it does not begin with COLUMNSxROWS@COLUMN,ROW'],
    ['3x2@-1,0', 'it does not begin with COLUMNSxROWS@COLUMN,ROW'],
    ['3x2@1,0 12mm', 'it does not begin with COLUMNSxROWS@COLUMN,ROW'],
    ['1x1@0,0', 'a wall has 1 to 16 columns and rows, and at least two screens'],
    ['0x2@0,0', 'a wall has 1 to 16 columns and rows, and at least two screens'],
    ['17x2@0,0', 'a wall has 1 to 16 columns and rows, and at least two screens'],
    ['3x2@3,0', 'its columns are 0 to 2, and 3 is none of them'],
    ['3x2@1,2', 'its rows are 0 to 1, and 2 is none of them'],
    [
      '3x2@1,0 bezel 12mm',
      'the visible width of one screen is missing behind the bezel, as in bezel 12mm of 1209mm',
    ],
    ['3x2@1,0 bezel 12px of 1209mm', '“12px” is in no unit that is known: take mm, cm or in'],
    ['3x2@1,0 bezel 12 of 1209', '“12” is in no unit that is known: take mm, cm or in'],
    ['3x2@1,0 bezel wide of 1209mm', '“wide” is no length such as 12mm'],
    ['3x2@1,0 bezel 12mm of 0mm', 'the visible width of one screen is a length above 0'],
    ['3x2@1,0 bezel 12mm of 9mm of 1m', 'the visible width of one screen is a length above 0'],
    ['3x2@1,0 bezel 60%', 'a bezel is less than half as wide as the visible picture'],
    ['3x2@1,0 bezel 1209mm of 12mm', 'a bezel is less than half as wide as the visible picture'],
    [`3x2@1,0 bezel ${' '.repeat(80)}1%`, 'it has more than 80 characters'],
  ])('says what is wrong with %j', (text, problem) => {
    expect(readWall(text)).toEqual({ ok: false, problem });
    expect(parseSetting('wall', text)).toMatchObject({
      ok: false,
      allowed: expect.stringContaining(`(${problem})`) as string,
    });
  });

  it('may be nothing, and is no number', () => {
    expect(parseSetting('wall', '')).toEqual({ ok: true, value: '' });
    expect(parseSetting('wall', 32).ok).toBe(false);
  });
});
