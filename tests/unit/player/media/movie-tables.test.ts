import { open } from 'node:fs/promises';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMovie, type MovieTables } from '../../../../src/player/media/movie-tables.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const support = join(import.meta.dirname, '../../../support');

async function tables(bytes: Buffer): Promise<MovieTables> {
  const path = join(temporaryFolder(), 'movie.mp4');
  writeFileSync(path, bytes);
  const handle = await open(path, 'r');
  try {
    return await readMovie(handle, bytes.length);
  } finally {
    await handle.close();
  }
}

describe('the longest time for which a picture stands', () => {
  test.each([
    ['cases/still-picture-60s.mp4', 20_000],
    ['cases/one-frame-8s.mp4', 8_000],
    ['media/blue.mp4', 40],
    ['cases/phone-h264.3gp', 33],
    ['cases/bytes-behind-last-box.mp4', 33],
  ])('of %s is %s ms', async (name, ms) => {
    const { longestFrameMs } = await tables(readFileSync(join(support, name)));
    expect(longestFrameMs).toBe(ms);
  });
});

test('the samples of a whole file end within it, those of half a file do not', async () => {
  const whole = readFileSync(join(support, 'media/blue.mp4'));
  const behind = readFileSync(join(support, 'cases/bytes-behind-last-box.mp4'));
  expect((await tables(whole)).mediaEnd).toBeLessThanOrEqual(whole.length);
  expect((await tables(behind)).mediaEnd).toBeLessThanOrEqual(behind.length);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(10_000)],
  ['a box of no length', Buffer.from('00000004moov', 'latin1')],
  ['damaged tables', readFileSync(join(support, 'media/blue.mp4')).fill(0xff, 600)],
])('%s says nothing', async (_name, bytes) => {
  const read = await tables(bytes);
  expect(read.longestFrameMs).toBeNull();
});

test('a table that lies about its length is not believed, and costs nothing', async () => {
  const bytes = Buffer.from(readFileSync(join(support, 'media/blue.mp4')));
  const at = bytes.indexOf('stts');
  bytes.writeUInt32BE(0xffff_ffff, at + 8);
  const startedAt = performance.now();
  expect((await tables(bytes)).longestFrameMs).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
