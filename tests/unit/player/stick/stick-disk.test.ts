import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createStickDisk } from '../../../../src/player/stick/stick-disk.ts';
import { sha256Of } from '../../../support/media-support.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('lists are plain files of the uppermost folder with their ending, and a bounded number of them', () => {
  const folder = temporaryFolder();
  for (const name of ['b.digiplaylist', 'A.DIGIPLAYLIST', '._a.digiplaylist', 'photo.jpg'])
    writeFileSync(join(folder, name), 'x');
  mkdirSync(join(folder, 'folder.digiplaylist'));
  symlinkSync('/etc/passwd', join(folder, 'link.digiplaylist'));
  const disk = createStickDisk();
  expect(disk.look(folder)).toEqual({
    lists: ['A.DIGIPLAYLIST', 'b.digiplaylist'],
    notPlain: ['folder.digiplaylist', 'link.digiplaylist'],
  });
  for (let number = 0; number < 100; number += 1) writeFileSync(join(folder, `${number}.digiplaylist`), '');
  expect(disk.look(folder).lists).toHaveLength(64);
});

test('a file is read and hashed by parts; a link, a folder and a pipe are not even opened', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'list');
  const bytes = Buffer.alloc(3_000_000, 'bytes');
  writeFileSync(path, bytes);
  symlinkSync(path, join(folder, 'link'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const disk = createStickDisk();
  expect(disk.read(path, 2_999_990, 100)).toEqual({ bytes: bytes.subarray(2_999_990), size: 3_000_000 });
  expect(disk.hash(path, 10, 1_500_000, { first: true, last: false })).toBeNull();
  const last = disk.hash(path, 1_500_010, 1_000_000, { first: false, last: true });
  expect(last).toBe(sha256Of(bytes.subarray(10, 2_500_010)));
  expect(() => disk.hash(path, 0, 3_000_001, { first: true, last: true })).toThrow('too early');
  for (const name of ['link', 'pipe', '.']) expect(() => disk.read(join(folder, name), 0, 1)).toThrow();
  disk.close();
});

test('a receipt replaces a link that lies in its place, and writes through none', () => {
  const folder = temporaryFolder();
  const other = join(temporaryFolder(), 'other');
  writeFileSync(other, 'kept');
  for (const name of ['receipt', 'receipt.draft']) symlinkSync(other, join(folder, name));
  const disk = createStickDisk();
  disk.write(folder, 'receipt', 'new');
  expect(readFileSync(join(folder, 'receipt'), 'utf8')).toBe('new');
  expect(readFileSync(other, 'utf8')).toBe('kept');
  expect(readdirSync(folder)).toEqual(['receipt']);
  mkdirSync(join(folder, 'taken', 'deeper'), { recursive: true });
  expect(() => {
    disk.write(folder, 'taken', 'new');
  }).toThrow();
  expect(existsSync(join(folder, 'taken.draft'))).toBe(false);
});
