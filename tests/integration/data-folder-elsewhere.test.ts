import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareDataFolder } from '../../src/platform/files/data-folder.ts';
import { takeDataFolder } from '../../src/platform/files/instance-lock.ts';
import { nameOf, writableFolder } from '../../src/platform/files/writable-folder.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { prepareBrowserProfile } from '../../src/shells/chromium/browser-profile.ts';
import { createSettingsFile } from '../../src/shells/chromium/settings-file.ts';
import { makeFolder, type MadeFolder } from '../support/make-folder.ts';
import { mountSmallDisk, whyNoDisk, type SmallDisk } from '../support/small-disk.ts';

let folder: MadeFolder;
let disk: SmallDisk;
let data: string;
let leftovers: string[];

beforeEach(() => {
  folder = makeFolder();
  data = join(folder.path, 'data');
  leftovers = [join(tmpdir(), `digiplayer-${nameOf(data)}.lock`)];
});
afterEach(() => {
  disk.unmount();
  for (const path of leftovers) rmSync(path, { recursive: true, force: true });
  folder.remove();
});

const noDisk = whyNoDisk();
if (noDisk !== null) console.log(`The tests with a real read-only disk are left out: ${noDisk}.`);

describe.skipIf(noDisk !== null)('on a disk that may only be read', () => {
  beforeEach(() => {
    disk = mountSmallDisk(data, 8);
    writeFileSync(join(data, 'settings.json'), '{"volume": 9}', { mode: 0o644 });
  });

  test('the data folder is good enough; one that would have to be made is not', () => {
    disk.setReadOnly(true);
    expect(prepareDataFolder(data)).toEqual({ ok: true, value: data });
    expect(prepareDataFolder(join(data, 'new'))).toMatchObject({
      ok: false,
      error: { code: 'no-data-folder' },
    });
  });

  test.each(['with a lock from before', 'without one'])('one player has it all the same, %s', (which) => {
    if (which !== 'without one') takeDataFolder(data)?.release();
    disk.setReadOnly(true);
    const lock = takeDataFolder(data);
    expect(lock).not.toBeNull();
    expect(takeDataFolder(data)).toBeNull();
    lock?.release();
    const next = takeDataFolder(data);
    expect(next).not.toBeNull();
    // A player that finds the folder writable again sees the one that did not.
    disk.setReadOnly(false);
    expect(takeDataFolder(data)).toBeNull();
    next?.release();
    const last = takeDataFolder(data);
    expect(last).not.toBeNull();
    last?.release();
  });

  test('its settings are read, and written when they can be', () => {
    disk.setReadOnly(true);
    const settings = createSettingsFile(data, createSilentLog());
    expect(settings.read()).toEqual({ volume: 9 });
    expect(() => {
      settings.write({ volume: 3 });
    }).toThrow();
    disk.setReadOnly(false);
    settings.write({ volume: 3 });
    expect(createSettingsFile(data, createSilentLog()).read()).toEqual({ volume: 3 });
  });

  test('the browser gets a folder of its own elsewhere, always the same', () => {
    disk.setReadOnly(true);
    const profile = prepareBrowserProfile(data);
    leftovers.push(profile.folder);
    expect(profile.folder.startsWith(data)).toBe(false);
    expect(statSync(profile.folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(profile.folder)).toContain('Default');
    expect(prepareBrowserProfile(data).folder).toBe(profile.folder);
    disk.setReadOnly(false);
    expect(prepareBrowserProfile(data).folder).toBe(join(data, 'browser'));
  });

  test('and so it does on a full one', () => {
    disk.fill();
    const elsewhere = writableFolder(join(data, 'browser'));
    leftovers.push(elsewhere);
    expect(elsewhere.startsWith(data)).toBe(false);
    expect(existsSync(join(data, 'browser', 'probe'))).toBe(false);
  });
});

describe.skipIf(noDisk !== null)('where a folder stands in place of a file', () => {
  beforeEach(() => {
    disk = mountSmallDisk(data, 8);
  });

  test('the settings begin empty', () => {
    mkdirSync(join(data, 'settings.json', 'x'), { recursive: true });
    const settings = createSettingsFile(data, createSilentLog());
    expect(settings.read()).toEqual({});
    settings.write({ volume: 3 });
    expect(settings.read()).toEqual({ volume: 3 });
  });

  test('the data folder is taken without its lock', () => {
    mkdirSync(join(data, 'player.lock'));
    mkdirSync(join(data, 'player.sock', 'x'), { recursive: true });
    const lock = takeDataFolder(data);
    expect(lock).not.toBeNull();
    expect(takeDataFolder(data)).toBeNull();
    lock?.release();
  });
});
