import { expect, test } from 'vitest';
import { brightestCell, readPanelPicture } from '../../../../src/player/screen/panel-picture.ts';
import { makePng } from '../../../support/make-png.ts';

test('a capture is read through every filter that a PNG may have', async () => {
  expect((await readPanelPicture(makePng(64, 40, [200, 200, 200])))?.brightest).toBeCloseTo(200);
  expect((await readPanelPicture(makePng(64, 40, [0, 0, 0])))?.brightest).toBe(0);
  expect((await readPanelPicture(makePng(5, 3, [0, 255, 0])))?.brightest).toBeCloseTo(0.7152 * 255);
});

test('what is no whole PNG says nothing, and is not unpacked beyond its size', async () => {
  const png = makePng(64, 40, [200, 200, 200]);
  const larger = Buffer.from(png);
  // The header says less than the data holds.
  larger.writeUInt32BE(1, 20);
  for (const bytes of [Buffer.alloc(0), Buffer.from('PNG'), png.subarray(0, png.length / 2), larger])
    expect(await readPanelPicture(bytes)).toBeNull();
});

test('the pixels of a large capture are read a little at a time, so that nothing waits long for the main thread', async () => {
  const [width, height] = [1_920, 1_080];
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await brightestCell(Buffer.alloc(height * (width * 3 + 1)), width, height, 3);
  isOver = true;
  // Two million pixels, of which each turn takes a few ten thousand.
  expect(turns).toBeGreaterThan(25);
});
