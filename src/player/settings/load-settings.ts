import { isAbsolute, join, resolve } from 'node:path';
import { DATA_FILES } from '../../platform/files/data-files.ts';
import type { Failure } from '../../shared/result.ts';
import { defaultSettings } from '../../shared/settings-schema.ts';
import type { SettingName, Settings } from '../../shared/settings-schema.ts';
import { hashOfConfig, readConfigFile } from './config-file.ts';
import type { ConfigFile, ConfigReading } from './config-file.ts';
import { readEnvironment } from './environment.ts';
import { isSecret, isSettingName, parseSetting } from './setting-values.ts';
import { badValue, pathLeftOut, unknownKey } from './setting-warnings.ts';
import { withoutExcluded } from './excluded-settings.ts';

export interface SettingsInput {
  /** `settings.json` as the shell read it; keys that are no settings are the shell's own business. */
  readonly stored: Readonly<Record<string, unknown>>;
  readonly file: ConfigFile | null;
  /** The hash of the file that was applied last; null: none ever was. */
  readonly appliedHash: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the command line says, by setting name. */
  readonly commandLine: Readonly<Record<string, unknown>>;
  /** Where `~` and relative paths lie; both absolute. */
  readonly folders: { readonly home: string; readonly data: string };
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly warnings: readonly Failure[];
  /** The hash of the file's content, to be kept once it is applied; null without a file. */
  readonly fileHash: string | null;
  /** The file is new or changed: what it says about the server counts anew. */
  readonly fileIsNew: boolean;
  /** The new file's values without its secrets, to be written to `settings.json`; empty for a file applied before. */
  readonly toStore: Partial<Settings>;
}

/**
 * Brings all sources of settings together: defaults < stored < provisioning file < environment < command line.
 *
 * A file beats what is stored when it is new or changed. From then on its values are stored ones, and what a person
 * changes on the screen counts until the file changes again; only what may not be stored (its secrets) is still read
 * from it, beneath everything else. Never throws; what cannot be used is named in `warnings` and the rest applies.
 */
export function loadSettings(input: SettingsInput): LoadedSettings {
  const stored = readRecord(DATA_FILES.settings, input.stored, { ignoreUnknown: true });
  const file = input.file === null ? null : readWithoutForeignPaths(input.file);
  const fileHash = input.file === null ? null : hashOfConfig(input.file.text);
  const fileIsNew = fileHash !== null && fileHash !== input.appliedHash;
  const environment = readEnvironment(input.environment);
  const commandLine = readRecord('command line', input.commandLine, { ignoreUnknown: false });

  const fileValues = file?.values ?? {};
  const storedValues = withoutSecrets(stored.values);
  const layers = [
    ...(fileIsNew ? [storedValues, fileValues] : [fileValues, storedValues]),
    environment.values,
    commandLine.values,
  ];
  const asked = Object.assign(defaultSettings(), ...layers) as Settings;
  const { settings, warnings: exclusions } = withoutExcluded(asked);
  return {
    settings: withFullPaths(settings, input.folders),
    warnings: [
      ...stored.warnings,
      ...(file?.warnings ?? []),
      ...environment.warnings,
      ...commandLine.warnings,
      ...exclusions,
    ],
    fileHash,
    fileIsNew,
    toStore: fileIsNew ? withoutSecrets(fileValues) : {},
  };
}

function readRecord(
  place: string,
  record: Readonly<Record<string, unknown>>,
  { ignoreUnknown }: { readonly ignoreUnknown: boolean },
): { values: Partial<Settings>; warnings: Failure[] } {
  const values: Partial<Record<SettingName, unknown>> = {};
  const warnings: Failure[] = [];
  for (const [key, raw] of Object.entries(record)) {
    if (raw === undefined) continue;
    if (!isSettingName(key)) {
      if (!ignoreUnknown) warnings.push(unknownKey(place, key));
      continue;
    }
    const parsed = parseSetting(key, raw);
    if (parsed.ok) values[key] = parsed.value;
    else warnings.push(badValue(place, key, key, raw));
  }
  return { values: values as Partial<Settings>, warnings };
}

function withoutSecrets(values: Partial<Settings>): Partial<Settings> {
  const open = Object.entries(values).filter(([name]) => isSettingName(name) && !isSecret(name));
  return Object.fromEntries(open);
}

/** A stick may pair a screen that nobody paired yet; where on this machine the player writes is not its business. */
function readWithoutForeignPaths(file: ConfigFile): ConfigReading {
  const reading = readConfigFile(file);
  if (file.namesPaths !== false) return reading;
  const named = pathSettings.filter((name) => reading.values[name] !== undefined);
  const others = Object.entries(reading.values).filter(
    ([name]) => !pathSettings.some((path) => path === name),
  );
  return {
    ...reading,
    values: Object.fromEntries(others),
    warnings: [...reading.warnings, ...named.map((name) => pathLeftOut(file.path, name))],
  };
}

const pathSettings = [
  'certificatePath',
  'cacheFolder',
  'logFile',
  'volatileFolder',
  'fallbackFolder',
  'backgroundMusic',
] as const satisfies SettingName[];

/** `~` is the home folder; a relative path lies in the data folder, whatever folder the player was started in. */
function withFullPaths(settings: Settings, folders: SettingsInput['folders']): Settings {
  const paths = pathSettings.map((name) => [name, fullPath(settings[name], folders)]);
  return { ...settings, ...(Object.fromEntries(paths) as Pick<Settings, (typeof pathSettings)[number]>) };
}

function fullPath(written: string, { home, data }: SettingsInput['folders']): string {
  if (written === '') return '';
  if (/^~(?=[\\/]|$)/.test(written)) return join(home, written.slice(1));
  return isAbsolute(written) ? written : resolve(data, written);
}
