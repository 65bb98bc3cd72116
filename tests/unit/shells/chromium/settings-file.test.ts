import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSettingsFile } from '../../../../src/shells/chromium/settings-file.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
const path = (): string => join(folder, 'settings.json');

beforeEach(() => {
  folder = temporaryFolder();
});

describe('settings.json', () => {
  it('keeps what is written, for its owner only, beside what was there', () => {
    const settings = createSettingsFile(folder, createSilentLog());
    expect(settings.read()).toEqual({});
    settings.write({ volume: 40 });
    settings.write({ orientation: 'portrait' });
    expect(createSettingsFile(folder, createSilentLog()).read()).toEqual({
      volume: 40,
      orientation: 'portrait',
    });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it.each(['{"volume": 4', '[1, 2]', 'null', ''])(
    'begins empty when it holds %j, and keeps that aside',
    (damaged) => {
      writeFileSync(path(), damaged);
      const settings = createSettingsFile(folder, createSilentLog());
      expect(settings.read()).toEqual({});
      expect(readFileSync(`${path()}.damaged`, 'utf8')).toBe(damaged);
      expect(settings.damagedKeptAs?.()).toBe(`${path()}.damaged`);
      settings.write({ volume: 7 });
      expect(settings.read()).toEqual({ volume: 7 });
    },
  );

  it('keeps aside what is damaged while it runs, too', () => {
    const settings = createSettingsFile(folder, createSilentLog());
    settings.write({ volume: 7 });
    expect(settings.damagedKeptAs?.()).toBeNull();
    writeFileSync(path(), '{"volume": 4');
    expect(settings.read()).toEqual({});
    settings.write({ volume: 8 });
    expect(settings.read()).toEqual({ volume: 8 });
    expect(readFileSync(`${path()}.damaged`, 'utf8')).toBe('{"volume": 4');
  });

  it('takes away from others what an installer left readable', () => {
    writeFileSync(path(), '{"volume": 9}', { mode: 0o644 });
    expect(createSettingsFile(folder, createSilentLog()).read()).toEqual({ volume: 9 });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });
});
