import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AutostartPort } from '../shared/host.ts';
import {
  hasAutostartEntry,
  setAutostartEntry,
  type AutostartEntry,
} from '../platform/machine/autostart-entry.ts';

/**
 * `npm start -- --autostart=on`, with the options that the start at login shall have; answers the exit code. A package of
 * Electron switches its own; where its binary is not, only Linux has an entry for a program that is run by Node.
 */
export function switchAutostart(enabled: boolean): number {
  const port = autostartPort();
  if (port === null) {
    console.error('Only on Linux can this start at login; the installed DigiPlayer can everywhere.');
    return 1;
  }
  const switched = port.set(enabled);
  if (switched.ok) return 0;
  console.error(switched.error.message);
  return 1;
}

/** The start at login of this very command line; null where there is none for a program that is run by Node. */
export function autostartPort(): AutostartPort | null {
  if (process.platform !== 'linux') return null;
  return {
    isOn: () => hasAutostartEntry(entry()),
    set: (on) => setAutostartEntry(on, entry()),
  };
}

/** What starts this program: the file that `npm start` runs, or the entry of a package, which has no sources. */
function entryFile(): string {
  // An update is started by the packaged program, and only that may be started at login.
  const starter = process.env['DIGIPLAYER_STARTER'] ?? '';
  const root = starter === '' ? join(import.meta.dirname, '../..') : starter;
  const source = join(root, 'src/cli/main.ts');
  return existsSync(source) ? source : join(root, 'out/cli/installed.js');
}

function entry(): AutostartEntry {
  const args = process.argv.slice(2);
  return {
    environment: process.env,
    home: homedir(),
    executable: process.execPath,
    args: [entryFile(), ...args.filter((arg) => !arg.startsWith('--autostart')).map(absolute)],
  };
}

/** At login the working directory is another. */
function absolute(arg: string): string {
  const [, option, path] = /^(--(?:data-dir|config)=)(.+)$/s.exec(arg) ?? [];
  return option === undefined || path === undefined ? arg : `${option}${resolve(path)}`;
}
