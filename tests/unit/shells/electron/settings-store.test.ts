import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import { beforeEach, expect, test } from 'vitest';
import { keepDamagedSettings } from '../../../../src/platform/files/settings-file.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createSettingsStore, settingsFileOptions } from '../../../../src/shells/electron/settings-store.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

/** Conf is what electron-store is built on, and runs without Electron. */
const open = () => {
  const { name, ...options } = settingsFileOptions(folder);
  return createSettingsStore(
    () => new Conf({ ...options, configName: name }),
    () => keepDamagedSettings(folder, createSilentLog()),
  );
};

test('keeps what was changed in settings.json, for its owner only', () => {
  open().write({ volume: 40, display: 'wall.left' });
  expect(open().read()).toEqual({ volume: 40, display: 'wall.left' });
  const file = join(folder, 'settings.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ volume: 40, display: 'wall.left' });
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('damaged content is kept aside and told, and the settings begin empty', () => {
  writeFileSync(join(folder, 'settings.json'), '{"volume": 4');
  const store = open();
  expect(store.read()).toEqual({});
  expect(store.damagedKeptAs?.()).toBe(join(folder, 'settings.json.damaged'));
  expect(readFileSync(join(folder, 'settings.json.damaged'), 'utf8')).toBe('{"volume": 4');
  store.write({ volume: 5 });
  expect(open().read()).toEqual({ volume: 5 });
});
