import type { App } from 'electron';
import { ok, type Result } from '../../shared/result.ts';
import {
  hasAutostartEntry,
  setAutostartEntry,
  type AutostartEntry,
} from '../../platform/machine/autostart-entry.ts';

export interface AutostartPlace extends AutostartEntry {
  readonly app: Pick<App, 'setLoginItemSettings' | 'getLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** The executable to start; inside an AppImage it is the AppImage's own file. */
  readonly executable: string;
}

/**
 * Lets the player start when this user logs in, or lets it not: a login item on Windows and macOS
 * (https://www.electronjs.org/docs/latest/api/app#appsetloginitemsettingssettings-macos-windows), an XDG autostart entry
 * elsewhere. `autostart` when the entry cannot be written.
 */
export function setAutostart(enabled: boolean, place: AutostartPlace): Result<void> {
  const { app, platform, executable, args } = place;
  if (platform === 'win32' || platform === 'darwin') {
    app.setLoginItemSettings({ openAtLogin: enabled, path: executable, args: args.map(quoteForWindows) });
    return ok(undefined);
  }
  return setAutostartEntry(enabled, place);
}

/**
 * Whether it does. Windows compares path and arguments, so it is asked with those of the entry
 * (https://www.electronjs.org/docs/latest/api/app#appgetloginitemsettingsoptions-macos-windows).
 */
export function hasAutostart(place: AutostartPlace): boolean {
  const { app, platform, executable, args } = place;
  if (platform !== 'win32' && platform !== 'darwin') return hasAutostartEntry(place);
  return app.getLoginItemSettings({ path: executable, args: args.map(quoteForWindows) }).openAtLogin;
}

function quoteForWindows(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}
