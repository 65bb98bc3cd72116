import { withoutTrailing } from '../../shared/without-trailing.ts';
import type { Failure } from '../../shared/result.ts';
import type { SettingName, Settings } from '../../shared/settings-schema.ts';
import { settingForEnvironmentName } from './config-keys.ts';
import { parseSetting } from './setting-values.ts';
import { badValue, unknownKey } from './setting-warnings.ts';

const PREFIX = 'DIGIPLAYER_';
/** Read elsewhere: by the command line, and by the search for a browser and for Electron. */
const optionNames = [
  'SHELL',
  'DATA_DIR',
  'CONFIG',
  'WINDOWED',
  'NO_LAUNCH',
  'HELP',
  'VERSION',
  'JSON',
  'SUPERVISED',
  'RESTARTED_AFTER',
  'FAILED_STARTS',
  'STARTER',
  'TRIAL_SECONDS',
  'BROWSER',
  'ELECTRON',
  'PAIR',
];

/**
 * Reads the settings in `environment`: `DIGIPLAYER_` and the setting in capitals, or a file's name for it
 * (`DIGIPLAYER_MAX_CACHE_SIZE`). An empty variable says nothing, and line ends
 * behind a value are no part of it.
 */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): {
  values: Partial<Settings>;
  warnings: Failure[];
} {
  const values: Partial<Record<SettingName, unknown>> = {};
  const warnings: Failure[] = [];
  for (const [variable, written] of Object.entries(environment)) {
    // What was read from a file, a secret for one, brings the end of its line along.
    const raw = written === undefined ? undefined : withoutTrailing(written, '\r\n');
    if (!variable.startsWith(PREFIX) || raw === undefined || raw === '') continue;
    const rest = variable.slice(PREFIX.length);
    if (optionNames.includes(rest)) continue;
    const name = settingForEnvironmentName(rest.toLowerCase());
    if (name === null) {
      warnings.push(unknownKey('environment', variable));
      continue;
    }
    const parsed = parseSetting(name, raw);
    if (parsed.ok) values[name] = parsed.value;
    else warnings.push(badValue('environment', variable, name, raw));
  }
  return { values: values as Partial<Settings>, warnings };
}
