import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { hashFile, openPartFile } from '../../../../src/player/media/part-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let path: string;
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'part');
});

test('whatever the chunks, and wherever it was broken off, hash and file are those of the whole', async () => {
  const bytes = randomBytes(3_000_000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 6 }),
      fc.integer({ min: 0, max: bytes.length }),
      async (cuts, brokenAt) => {
        rmSync(path, { force: true });
        const edges = [0, ...cuts, brokenAt, bytes.length].sort((one, other) => one - other);
        const first = await openPartFile(path, 0);
        for (const [index, end] of edges.entries()) {
          if (index > 0 && end <= brokenAt) await first.add(bytes.subarray(edges[index - 1], end));
        }
        await first.flush();
        expect(first.flushed).toBe(brokenAt);
        await first.close();

        const second = await openPartFile(path, brokenAt);
        await second.add(bytes.subarray(brokenAt));
        await second.flush();
        await second.close();
        expect(second.digest()).toBe(hashOf(bytes));
        expect(readFileSync(path).equals(bytes)).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
});

test('bytes behind what was flushed are not trusted', async () => {
  writeFileSync(path, Buffer.concat([Buffer.from('good'), Buffer.alloc(100)]));
  const part = await openPartFile(path, 4);
  expect([part.length, statSync(path).size]).toEqual([4, 4]);
  await part.close();
  expect(part.digest()).toBe(hashOf(Buffer.from('good')));
});

test('a part that is shorter than it should be, or gone, begins anew', async () => {
  writeFileSync(path, 'abc');
  const shorter = await openPartFile(path, 10);
  expect(shorter.length).toBe(0);
  await shorter.close();

  rmSync(path);
  const gone = await openPartFile(path, 10);
  expect(gone.length).toBe(0);
  await gone.close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('starting anew forgets every byte', async () => {
  const part = await openPartFile(path, 0);
  await part.add(randomBytes(2_000_000));
  await part.restart();
  await part.add(Buffer.from('fresh'));
  await part.flush();
  await part.close();
  expect(readFileSync(path, 'utf8')).toBe('fresh');
  expect(part.digest()).toBe(hashOf(Buffer.from('fresh')));
});

test('a whole file is hashed as it stands', async () => {
  const bytes = randomBytes(1_500_000);
  writeFileSync(path, bytes);
  expect(await hashFile(path)).toEqual({ sha256: hashOf(bytes), size: bytes.length });
  await expect(hashFile(path, AbortSignal.abort())).rejects.toThrow();
});
