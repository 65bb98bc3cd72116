import type { App } from 'electron';
import { ok, type Result } from '../../shared/result.ts';
import {
  hasAutostartEntry,
  setAutostartEntry,
  type AutostartEntry,
} from '../../platform/machine/autostart-entry.ts';
import { hasLaunchAgent, setLaunchAgent } from '../../platform/machine/launch-agent.ts';

export interface AutostartPlace extends AutostartEntry {
  readonly app: Pick<App, 'setLoginItemSettings' | 'getLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** The executable to start; inside an AppImage it is the AppImage's own file. */
  readonly executable: string;
}

/**
 * Lets the player start when this user logs in, or lets it not: a login item on Windows
 * (https://www.electronjs.org/docs/latest/api/app#appsetloginitemsettingssettings-macos-windows), a launch agent on macOS, whose
 * login items take no arguments and watch over nothing, an XDG autostart entry elsewhere. `autostart` when the entry cannot be written.
 */
export function setAutostart(enabled: boolean, place: AutostartPlace): Result<void> {
  const { app, platform, executable, args } = place;
  if (platform === 'darwin') return setLaunchAgent(enabled, place);
  if (platform === 'win32') {
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
  if (platform === 'darwin') return hasLaunchAgent(place);
  if (platform !== 'win32') return hasAutostartEntry(place);
  return app.getLoginItemSettings({ path: executable, args: args.map(quoteForWindows) }).openAtLogin;
}

function quoteForWindows(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}
