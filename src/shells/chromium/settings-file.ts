import { chmodSync } from 'node:fs';
import Conf from 'conf';
import { dataFile } from '../../platform/files/data-files.ts';
import { keepDamagedSettings, peekSettings } from '../../platform/files/settings-file.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { SettingsStore } from '../../shared/host.ts';
import { createForgivingSettings } from '../common/forgiving-settings.ts';

/**
 * The stored settings in `settings.json` (mode 600) of the data folder, written atomically by `conf`. A damaged file is kept
 * aside, whenever it is met; one that cannot be read at all is as good as empty: a screen on a wall comes up all the same.
 */
export function createSettingsFile(dataFolder: string, log: Log): SettingsStore {
  return createForgivingSettings(() => openConf(dataFolder, log), log);
}

function openConf(dataFolder: string, log: Log): SettingsStore {
  let damagedKeptAs = keepDamagedSettings(dataFolder, log);
  const conf = new Conf<Record<string, unknown>>({
    cwd: dataFolder,
    configName: 'settings',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    projectName: 'digiplayer',
  });
  closeToOthers(dataFile(dataFolder, 'settings'));
  return {
    read: () => peekSettings(dataFolder) ?? {},
    write: (changes) => {
      damagedKeptAs = keepDamagedSettings(dataFolder, log) ?? damagedKeptAs;
      conf.store = { ...conf.store, ...changes };
    },
    damagedKeptAs: () => damagedKeptAs,
  };
}

/** A file that an installer copied here may be readable by all; conf sets the mode only on what it writes. */
function closeToOthers(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {
    // There is none yet, or it is on a disk that may only be read.
  }
}
