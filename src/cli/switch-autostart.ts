import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { setAutostartEntry } from '../store/autostart-entry.ts';

/**
 * `npm start -- --autostart=on`, with the options that the start at login shall have; answers the exit code. A package of
 * Electron switches its own; where its binary is not, only Linux has an entry for a program that is run by Node.
 */
export function switchAutostart(enabled: boolean): number {
  if (process.platform !== 'linux') {
    console.error('Only on Linux can this start at login; the installed DigiPlayer can everywhere.');
    return 1;
  }
  const [script = '', ...args] = process.argv.slice(1);
  const switched = setAutostartEntry(enabled, {
    environment: process.env,
    home: homedir(),
    executable: process.execPath,
    args: [resolve(script), ...args.filter((arg) => !arg.startsWith('--autostart')).map(absolute)],
  });
  if (switched.ok) return 0;
  console.error(switched.error.message);
  return 1;
}

/** At login the working directory is another. */
function absolute(arg: string): string {
  const [, option, path] = /^(--(?:data-dir|config)=)(.+)$/s.exec(arg) ?? [];
  return option === undefined || path === undefined ? arg : `${option}${resolve(path)}`;
}
