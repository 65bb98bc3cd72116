import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareBrowserProfile } from '../../../../src/shells/chromium/browser-profile.ts';

let dataFolder: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'browser-profile-'));
});
afterEach(() => {
  rmSync(dataFolder, { recursive: true });
});

it('has the browser ask nobody for a password, whatever stood in its own file', () => {
  const path = join(dataFolder, 'browser', 'Local State');
  const read = (): unknown => JSON.parse(readFileSync(path, 'utf8'));
  prepareBrowserProfile(dataFolder);
  expect(read()).toEqual({ auth: { schemes: 'none' } });
  for (const [before, after] of [
    ['{"a":1}', { a: 1, auth: { schemes: 'none' } }],
    ['torn {', { auth: { schemes: 'none' } }],
    ['{"auth":{"schemes":"none"},"b":2}', { auth: { schemes: 'none' }, b: 2 }],
  ] as const) {
    writeFileSync(path, before);
    prepareBrowserProfile(dataFolder);
    expect(read()).toEqual(after);
  }
});

it('takes away what pages stored, from the start after the one in which pages might be touched', () => {
  const profile = join(dataFolder, 'browser', 'Default');
  const store = join(profile, 'WebStorage');
  const { noteTouch } = prepareBrowserProfile(dataFolder);
  mkdirSync(store, { recursive: true });
  prepareBrowserProfile(dataFolder);
  expect(existsSync(store), 'no page was touched').toBe(true);
  noteTouch();
  writeFileSync(join(profile, 'Cookies'), 'x');
  prepareBrowserProfile(dataFolder);
  expect([existsSync(store), existsSync(join(profile, 'Cookies'))]).toEqual([false, false]);
});

it('leaves no folder for caches, and takes away the sessions and caches that are there', () => {
  const profile = join(dataFolder, 'browser', 'Default');
  const leftBehind = ['Sessions', 'Sessions_Encrypted', 'Cache', 'Code Cache'];
  for (const name of leftBehind) {
    mkdirSync(join(profile, name), { recursive: true });
    writeFileSync(join(profile, name, 'old'), 'x');
  }
  for (let start = 0; start < 2; start++) {
    const { cacheBlocker } = prepareBrowserProfile(dataFolder);
    expect(statSync(cacheBlocker).isFile()).toBe(true);
    for (const name of leftBehind) expect(existsSync(join(profile, name)), name).toBe(false);
  }
});
