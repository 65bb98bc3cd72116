import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  peekDataFolder,
  prepareDataFolder,
  usualDataFolder,
} from '../../../../src/platform/files/data-folder.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

test('has one usual place on each system', () => {
  expect(usualDataFolder('linux', {}, '/home/a')).toBe('/home/a/.local/share/digiplayer');
  expect(usualDataFolder('linux', { XDG_DATA_HOME: '/data' }, '/home/a')).toBe('/data/digiplayer');
  expect(usualDataFolder('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/DigiPlayer');
  expect(usualDataFolder('win32', { APPDATA: '/roaming' }, '/a')).toBe('/roaming/DigiPlayer');
});

test('makes the folder, narrows an open one, and answers its real path', () => {
  const made = join(folder, 'a', 'b');
  expect(prepareDataFolder(made)).toEqual({ ok: true, value: made });
  const open = join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o755);
  symlinkSync(open, join(folder, 'link'));
  expect(prepareDataFolder(join(folder, 'link'))).toEqual({ ok: true, value: open });
  if (process.platform !== 'win32') {
    expect(statSync(made).mode & 0o777).toBe(0o700);
    expect(statSync(open).mode & 0o777).toBe(0o700);
  }
});

const asRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

test.runIf(asRoot)('refuses the folder of another user to whatever writes, and leaves it as it was', () => {
  const theirs = join(folder, 'theirs');
  mkdirSync(theirs, { mode: 0o755 });
  chownSync(theirs, NOBODY, NOBODY);
  symlinkSync(theirs, join(folder, 'link'));
  for (const path of [theirs, join(folder, 'link'), join(theirs, 'within')])
    expect(prepareDataFolder(path), path).toMatchObject({ ok: false, error: { code: 'no-data-folder' } });
  expect(statSync(theirs).mode & 0o777).toBe(0o755);
  expect(peekDataFolder(theirs)).toEqual({ ok: true, value: theirs });
});

test.runIf(asRoot)('lets such a folder be read where none of its files is a link', () => {
  const theirs = join(folder, 'theirs');
  mkdirSync(theirs);
  writeFileSync(join(theirs, 'settings.json'), '{}');
  chownSync(theirs, NOBODY, NOBODY);
  expect(peekDataFolder(theirs)).toEqual({ ok: true, value: theirs });
  symlinkSync('/etc/passwd', join(theirs, 'credentials.key'));
  expect(peekDataFolder(theirs)).toMatchObject({ ok: false, error: { code: 'no-data-folder' } });
  symlinkSync('/etc/passwd', join(folder, 'settings.json'));
  expect(peekDataFolder(folder), 'one’s own links are one’s own business').toMatchObject({ ok: true });
});

test('says in one sentence when a file is in the way', () => {
  writeFileSync(join(folder, 'file'), '');
  const result = prepareDataFolder(join(folder, 'file', 'data'));
  expect(result).toMatchObject({ ok: false, error: { code: 'no-data-folder' } });
});
