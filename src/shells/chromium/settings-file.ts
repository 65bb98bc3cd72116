import { chmodSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import type { Log } from '../../platform/logging/log.ts';
import type { SettingsStore } from '../../shared/host.ts';
import { createForgivingSettings } from '../common/forgiving-settings.ts';

/**
 * The stored settings in `settings.json` (mode 600) of the data folder, written atomically by `conf`.
 *
 * A file that is no JSON object is kept beside it as `settings.json.damaged` for a technician, and the settings begin empty:
 * a screen on a wall must come up all the same. So it does when the file cannot be read at all.
 */
export function createSettingsFile(dataFolder: string, log: Log): SettingsStore {
  const path = join(dataFolder, 'settings.json');
  return createForgivingSettings(() => openConf(dataFolder, path, log), log);
}

function openConf(dataFolder: string, path: string, log: Log): SettingsStore {
  if (existsSync(path) && !isJsonObject(path)) {
    renameSync(path, `${path}.damaged`);
    log.warn('settings.json was damaged; it was kept as settings.json.damaged and the settings begin empty');
  }
  const conf = new Conf<Record<string, unknown>>({
    cwd: dataFolder,
    configName: 'settings',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    projectName: 'digiplayer',
  });
  closeToOthers(path);
  return {
    read: () => conf.store,
    write: (changes) => {
      conf.store = { ...conf.store, ...changes };
    },
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

function isJsonObject(path: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof content === 'object' && content !== null && !Array.isArray(content);
  } catch {
    return false;
  }
}
