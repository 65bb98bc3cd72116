import { z } from 'zod';
import type { SettingsStore } from '../../shared/host.ts';

const storedSchema = z.record(z.string(), z.unknown());

/** What this shell uses of electron-store (or of conf, which it is built on). */
export interface KeyValueFile {
  readonly store: unknown;
  set(values: Record<string, unknown>): void;
}

/** How electron-store keeps `settings.json`: readable by its owner only, damaged content dropped instead of thrown. */
export function settingsFileOptions(dataFolder: string): {
  name: string;
  cwd: string;
  configFileMode: number;
  clearInvalidConfig: boolean;
  accessPropertiesByDotNotation: boolean;
} {
  return {
    name: 'settings',
    cwd: dataFolder,
    configFileMode: 0o600,
    clearInvalidConfig: true,
    accessPropertiesByDotNotation: false,
  };
}

/**
 * The settings that people changed. `keepDamaged` keeps a damaged file aside and answers where it is: it is asked before
 * `openFile`, which would drop such content, and before each change.
 */
export function createSettingsStore(
  openFile: () => KeyValueFile,
  keepDamaged: () => string | null,
): SettingsStore {
  let damagedKeptAs = keepDamaged();
  const file = openFile();
  return {
    read: () => {
      const parsed = storedSchema.safeParse(file.store);
      return parsed.success ? parsed.data : {};
    },
    write: (changes) => {
      damagedKeptAs = keepDamaged() ?? damagedKeptAs;
      file.set(changes);
    },
    damagedKeptAs: () => damagedKeptAs,
  };
}
