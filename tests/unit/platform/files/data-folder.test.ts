import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { prepareDataFolder, usualDataFolder } from '../../../../src/platform/files/data-folder.ts';
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

test('says in one sentence when a file is in the way', () => {
  writeFileSync(join(folder, 'file'), '');
  const result = prepareDataFolder(join(folder, 'file', 'data'));
  expect(result).toMatchObject({ ok: false, error: { code: 'no-data-folder' } });
});
