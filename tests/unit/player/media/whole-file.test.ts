import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isWholeFile } from '../../../../src/player/media/whole-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../../../..');
const files: readonly (readonly [path: string, mime: string])[] = [
  ['tests/support/media/red.jpg', 'image/jpeg'],
  ['assets/demo/1-good-morning.jpg', 'image/jpeg'],
  ['tests/support/media/green.png', 'image/png'],
  ['tests/support/media/yellow.gif', 'image/gif'],
  ['tests/support/media/blue.webp', 'image/webp'],
  ['tests/support/media/cyan.svg', 'image/svg+xml'],
  ['tests/support/cases/illustrator.svg', 'image/svg+xml'],
  ['tests/support/cases/newline-before-magic.pdf', 'application/pdf'],
  ['tests/support/media/blue.mp4', 'video/mp4'],
  ['tests/support/cases/one-frame-8s.mp4', 'video/mp4'],
  ['tests/support/cases/still-picture-60s.mp4', 'video/mp4'],
  ['tests/support/cases/phone-h264.3gp', 'video/mp4'],
];

async function isWhole(bytes: Buffer, mime: string): Promise<boolean> {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, bytes);
  return await isWholeFile(path, mime);
}

describe('a file', () => {
  test.each(files)('%s is whole, and its half is not', async (name, mime) => {
    const bytes = readFileSync(join(root, name));
    expect(await isWhole(bytes, mime)).toBe(true);
    expect(await isWhole(bytes.subarray(0, bytes.length >> 1), mime)).toBe(false);
  });

  test.each(files)('%s may have bytes behind its end', async (name, mime) => {
    const bytes = readFileSync(join(root, name));
    expect(await isWhole(Buffer.concat([bytes, Buffer.alloc(300, 0x41)]), mime)).toBe(true);
  });

  test('a video with bytes behind its last box is whole', async () => {
    const bytes = readFileSync(join(root, 'tests/support/cases/bytes-behind-last-box.mp4'));
    expect(await isWhole(bytes, 'video/mp4')).toBe(true);
  });

  test('a wrong length of the last box alone means nothing', async () => {
    const bytes = Buffer.from(readFileSync(join(root, 'tests/support/media/blue.mp4')));
    let last = 0;
    for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) last = at;
    bytes.writeUInt32BE(bytes.readUInt32BE(last) + 100, last);
    expect(await isWhole(bytes, 'video/mp4')).toBe(true);
  });

  test('a JPEG that lacks half of its rows is cut, whatever ends it', async () => {
    const bytes = readFileSync(join(root, 'assets/demo/1-good-morning.jpg'));
    const end = Buffer.from([0xff, 0xd9]);
    for (const share of [0.3, 0.5, 0.7, 0.9]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      expect(await isWhole(Buffer.concat([cut, end]), 'image/jpeg'), String(share)).toBe(false);
    }
  });

  test.each(files.map(([, mime]) => mime))('of %s that is damage throughout breaks nothing', async (mime) => {
    for (const length of [0, 1, 7, 20, 5_000]) {
      await expect(isWhole(Buffer.alloc(length, 0xff), mime)).resolves.toBeTypeOf('boolean');
    }
  });
});
