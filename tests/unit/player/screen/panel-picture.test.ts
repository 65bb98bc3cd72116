import { expect, test } from 'vitest';
import { readPanelPicture } from '../../../../src/player/screen/panel-picture.ts';
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
