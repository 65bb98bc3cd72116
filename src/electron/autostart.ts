import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { describeThrown, fail, ok, type Result } from '../shared/result.ts';

export interface AutostartPlace {
  readonly app: Pick<App, 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The executable to start; inside an AppImage it is the AppImage's own file. */
  readonly executable: string;
  /** What to start it with, for a second screen with a data folder of its own. */
  readonly args: readonly string[];
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
  const file = autostartFile(place);
  try {
    if (!enabled) {
      rmSync(file, { force: true });
      return ok(undefined);
    }
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, desktopEntry(executable, args), { mode: 0o644 });
    return ok(undefined);
  } catch (thrown) {
    return fail('autostart', `The autostart entry ${file} cannot be changed: ${describeThrown(thrown)}.`);
  }
}

function autostartFile({ environment, home }: AutostartPlace): string {
  const given = environment['XDG_CONFIG_HOME'] ?? '';
  return join(given === '' ? join(home, '.config') : given, 'autostart', 'digiplayer.desktop');
}

/** https://specifications.freedesktop.org/desktop-entry/latest/exec-variables.html */
export function desktopEntry(executable: string, args: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=DigiPlayer',
    'Comment=Signage player for DigiServer v2',
    `Exec=${[executable, ...args].map(quoteForDesktopEntry).join(' ')}`,
    'Icon=digiplayer',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quotes for Exec, then once more for the file: a backslash counts in both, and a percent sign begins a field code. */
function quoteForDesktopEntry(word: string): string {
  const quoted = `"${word.replaceAll(/["`$\\]/g, '\\$&')}"`;
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

function quoteForWindows(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}
