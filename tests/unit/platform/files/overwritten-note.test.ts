import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { createOverwrittenNote } from '../../../../src/platform/files/overwritten-note.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let path: string;

beforeEach(() => {
  path = join(temporaryFolder(), 'note');
});

it('reads what was written last, also after a longer line, in the same file', () => {
  const note = createOverwrittenNote(path);
  expect(note.read()).toBeNull();
  expect(existsSync(path)).toBe(false);
  note.write('["first", "second"]');
  const { ino } = statSync(path);
  note.write('[]');
  expect(createOverwrittenNote(path).read()).toBe('[]');
  expect(statSync(path).ino).toBe(ino);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

it.skipIf(process.platform === 'win32')('is kept where a link leads, and says what the disk says', () => {
  const target = join(temporaryFolder(), 'elsewhere');
  symlinkSync(target, path);
  createOverwrittenNote(path).write('here');
  expect(readFileSync(target, 'utf8')).toBe('here\n');
  expect(() => {
    createOverwrittenNote(join(path, 'no-folder', 'note')).write('');
  }).toThrow('ENOTDIR');
});
