import type { Log } from '../../platform/logging/log.ts';
import type { SettingsStore } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';

/**
 * Settings whose file may refuse to be opened or read (a folder in its place, no permission, a disk that may only be read):
 * they begin empty then. Writing tries to open it again, and throws what the disk says.
 */
export function createForgivingSettings(open: () => SettingsStore, log: Log): SettingsStore {
  let opened: SettingsStore | null = null;
  const store = (): SettingsStore => (opened ??= open());
  return {
    read: () => {
      try {
        return store().read();
      } catch (thrown) {
        log.error('The settings cannot be read; they begin empty', { reason: describeThrown(thrown) });
        return {};
      }
    },
    write: (changes) => {
      store().write(changes);
    },
    damagedKeptAs: () => opened?.damagedKeptAs?.() ?? null,
  };
}
