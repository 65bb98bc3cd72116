import { homedir } from 'node:os';
import { programFolder } from '../platform/machine/program-folder.ts';
import { findProvisioningFile } from './settings/find-provisioning-file.ts';
import { loadSettings } from './settings/load-settings.ts';
import type { SaidProxy } from './settings/proxy-layers.ts';
import { keepToOwnPlaces } from './settings/own-places.ts';
import { chooseVolatileFolder } from '../platform/files/volatile-folder.ts';
import type { DiskWrites } from '../platform/files/disk-writes.ts';
import type { Host } from '../shared/host.ts';
import { fail, type Failure } from '../shared/result.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { KeyValueStore } from '../platform/store/key-value-store.ts';

/** The kept value that remembers the hash of the provisioning file that was applied last. */
export const APPLIED_FILE = 'applied-provisioning-file';

/** What the person or service that starts the player says. */
export interface LaunchOptions {
  /** Settings from the command line, each already checked. */
  readonly commandLine: Partial<Settings>;
  /** From `--config`, absolute; null when it was not given. */
  readonly configPath: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Configuration {
  readonly settings: Settings;
  /** What the sources say of the proxy. */
  readonly proxy: SaidProxy;
  readonly warnings: readonly Failure[];
  /** Identifies the content of the file that was read; null: none. */
  readonly fileHash: string | null;
}

/**
 * Reads every source of settings (defaults < stored < file < environment < command line), keeps what a new file says, and
 * remembers that it was applied. Removable media are looked at only while the screen is `unpaired`.
 */
export function readConfiguration(
  host: Host,
  words: LaunchOptions,
  keyValues: KeyValueStore,
  writes: DiskWrites,
  unpaired: boolean,
): Configuration {
  const found = findProvisioningFile({
    configPath: words.configPath,
    dataFolder: host.dataFolder,
    executableFolder: programFolder(process.platform, process.env, process.execPath),
    removableMedia: unpaired,
  });
  const loaded = loadSettings({
    stored: host.settings.read(),
    file: found.file,
    appliedHash: keyValues.get(APPLIED_FILE),
    environment: words.environment,
    commandLine: words.commandLine,
    folders: { home: homedir(), data: host.dataFolder },
  });
  const { fileIsNew, fileHash, toStore } = loaded;
  if (fileIsNew && fileHash !== null) {
    writes.attempt('provisioned settings', () => {
      host.settings.write(toStore);
      // Only then: settings that were not stored must be read from the file again.
      keyValues.set(APPLIED_FILE, fileHash);
    });
  }
  const placed = keepToOwnPlaces(loaded.settings);
  const chosen = chooseVolatileFolder(host.dataFolder, loaded.settings.volatileFolder);
  return {
    settings: placed.settings,
    proxy: loaded.proxy,
    warnings: [
      ...damagedSettings(host),
      ...found.warnings,
      ...loaded.warnings,
      ...placed.warnings,
      ...(chosen.ok ? [] : [chosen.error]),
    ],
    fileHash,
  };
}

function damagedSettings({ settings }: Host): readonly Failure[] {
  const file = settings.damagedKeptAs?.() ?? null;
  if (file === null) return [];
  const message = `settings.json was damaged, so the settings began empty; it is kept as ${file}.`;
  return [fail('settings-damaged', message, { file }).error];
}
