import type { DiskWrites } from '../platform/files/disk-writes.ts';
import type { SettingsStore } from '../shared/host.ts';
import type { Settings } from '../shared/settings-schema.ts';

/** The settings that the player goes by at this moment. */
export interface SettingsInForce {
  readonly current: () => Settings;
  /** Goes by the change at once; the disk takes it as soon as it can. */
  readonly change: (change: Partial<Settings>) => void;
}

/** Begins with `configured`; what is changed goes to `store`, and `onChange` hears of it. */
export function createSettingsInForce(
  configured: Settings,
  store: Pick<SettingsStore, 'write'>,
  writes: DiskWrites,
  onChange: () => void,
): SettingsInForce {
  let settings = configured;
  let unsaved: Partial<Settings> = {};
  return {
    current: () => settings,
    change: (change) => {
      settings = { ...settings, ...change };
      unsaved = { ...unsaved, ...change };
      writes.attempt('settings.json', () => {
        store.write(unsaved);
        unsaved = {};
      });
      onChange();
    },
  };
}
