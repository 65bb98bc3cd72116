import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';

export interface AutostartEntry {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly executable: string;
  /** What to start it with, for a second screen with a data folder of its own. */
  readonly args: readonly string[];
}

/** Writes the XDG autostart entry of this user, or takes it away; `autostart` when that cannot be done. */
export function setAutostartEntry(enabled: boolean, entry: AutostartEntry): Result<void> {
  const file = autostartFile(entry);
  try {
    if (!enabled) {
      rmSync(file, { force: true });
      return ok(undefined);
    }
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, desktopEntry(entry.executable, entry.args), { mode: 0o644 });
    return ok(undefined);
  } catch (thrown) {
    return fail('autostart', `The autostart entry ${file} cannot be changed: ${describeThrown(thrown)}.`);
  }
}

/** Whether this user has the entry. */
export function hasAutostartEntry(entry: Pick<AutostartEntry, 'environment' | 'home'>): boolean {
  return existsSync(autostartFile(entry));
}

function autostartFile({ environment, home }: Pick<AutostartEntry, 'environment' | 'home'>): string {
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
