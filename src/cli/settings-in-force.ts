import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { programFolder } from '../platform/machine/program-folder.ts';
import { dataFile } from '../platform/files/data-files.ts';
import { peekSettings } from '../platform/files/settings-file.ts';
import { APPLIED_FILE } from '../player/configuration.ts';
import { findProvisioningFile } from '../player/settings/find-provisioning-file.ts';
import { loadSettings } from '../player/settings/load-settings.ts';
import { keepToOwnPlaces } from '../player/settings/own-places.ts';
import type { Settings } from '../shared/settings-schema.ts';
import { createKeyValueStore } from '../platform/store/key-value-store.ts';
import type { PlayerDatabase } from '../platform/store/database.types.ts';
import { peekDatabase } from '../platform/store/peek-database.ts';

/** The settings that a player on this data folder would start with, `commandLine` the ones given as options. Changes nothing. */
export function settingsInForce(
  dataFolder: string,
  configPath: string | null,
  commandLine: Partial<Settings> = {},
): Settings {
  const { settings } = loadSettings({
    stored: peekSettings(dataFolder) ?? {},
    file: findProvisioningFile({
      configPath: configPath === null ? null : resolve(configPath),
      dataFolder,
      executableFolder: programFolder(process.platform, process.env, process.execPath),
      removableMedia: false,
    }).file,
    appliedHash: hashAppliedBefore(dataFolder),
    environment: process.env,
    commandLine,
    folders: { home: homedir(), data: dataFolder },
  });
  return keepToOwnPlaces(settings).settings;
}

/** Null where no player has run, and where its database cannot be read: a start would begin with a new one. */
function hashAppliedBefore(dataFolder: string): string | null {
  let database: PlayerDatabase | null = null;
  try {
    database = peekDatabase(dataFile(dataFolder, 'database'));
    return createKeyValueStore(database).get(APPLIED_FILE);
  } catch {
    return null;
  } finally {
    database?.close();
  }
}
