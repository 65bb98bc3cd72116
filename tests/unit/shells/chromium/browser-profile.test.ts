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

it('leaves no folder for sessions and caches, and takes away what an earlier player let grow', () => {
  const profile = join(dataFolder, 'browser', 'Default');
  for (const name of ['Sessions', 'Cache', 'Code Cache']) {
    mkdirSync(join(profile, name), { recursive: true });
    writeFileSync(join(profile, name, 'old'), 'x');
  }
  for (let start = 0; start < 2; start++) {
    const { cacheBlocker } = prepareBrowserProfile(dataFolder);
    for (const path of [cacheBlocker, join(profile, 'Sessions'), join(profile, 'Sessions_Encrypted')]) {
      expect(statSync(path).isFile(), path).toBe(true);
    }
    expect(existsSync(join(profile, 'Cache'))).toBe(false);
    expect(existsSync(join(profile, 'Code Cache'))).toBe(false);
  }
});
