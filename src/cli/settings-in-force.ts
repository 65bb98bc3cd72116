import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createSettingsFile } from '../shells/chromium/settings-file.ts';
import { createSilentLog } from '../platform/logging/log.ts';
import { APPLIED_FILE } from '../player/configuration.ts';
import { findProvisioningFile } from '../player/settings/find-provisioning-file.ts';
import { loadSettings } from '../player/settings/load-settings.ts';
import type { Settings } from '../shared/settings-schema.ts';
import { createKeptValues } from '../platform/store/kept-values.ts';
import { openDatabase } from '../platform/store/open-database.ts';

/** The settings that a player on this data folder would start with. Changes nothing. */
export function settingsInForce(dataFolder: string, configPath: string | null): Settings {
  return loadSettings({
    stored: createSettingsFile(dataFolder, createSilentLog()).read(),
    file: findProvisioningFile({
      configPath: configPath === null ? null : resolve(configPath),
      dataFolder,
      executableFolder: dirname(process.execPath),
      removableMedia: false,
    }).file,
    appliedHash: hashAppliedBefore(dataFolder),
    environment: process.env,
    commandLine: {},
    folders: { home: homedir(), data: dataFolder },
  }).settings;
}

function hashAppliedBefore(dataFolder: string): string | null {
  const file = join(dataFolder, 'player.db');
  if (!existsSync(file)) return null;
  const database = openDatabase(file);
  try {
    return createKeptValues(database).get(APPLIED_FILE);
  } finally {
    database.close();
  }
}
