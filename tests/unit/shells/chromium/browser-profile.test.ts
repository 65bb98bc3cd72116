import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
