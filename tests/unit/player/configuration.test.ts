import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfiguration } from '../../../src/player/configuration.ts';
import { createSilentLog } from '../../../src/platform/logging/log.ts';
import { createSettingsFile } from '../../../src/shells/chromium/settings-file.ts';
import { createTestHost } from '../../support/fakes/test-host.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { createDiskWrites } from '../../../src/platform/files/disk-writes.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';

it('tells of a damaged settings.json that was kept aside, once', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'settings.json'), '{"volume": 4');
  const kept = new Map<string, string>();
  const keyValues = {
    get: (name: string) => kept.get(name) ?? null,
    set: (name: string, value: string) => void kept.set(name, value),
    remove: (name: string) => void kept.delete(name),
  };
  const codes = (): string[] => {
    const host = { ...createTestHost(folder), settings: createSettingsFile(folder, createSilentLog()) };
    const options = { commandLine: {}, configPath: null, environment: {} };
    return readConfiguration(
      host,
      options,
      keyValues,
      createDiskWrites(createFakeClock()),
      false,
    ).warnings.map(({ code }) => code);
  };
  expect(codes()).toEqual(['settings-damaged']);
  expect(codes()).toEqual([]);
});
