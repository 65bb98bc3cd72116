import { homedir } from 'node:os';
import { programFile } from '../../platform/machine/program-folder.ts';
import type { AutostartPlace } from './autostart.ts';

/** The entry of this very program: its executable, and those of its options that name which screen it is. */
export function autostartPlace(app: AutostartPlace['app']): AutostartPlace {
  return {
    app,
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    executable: programFile(process.env, process.execPath),
    args: process.argv.filter((arg) => /^--(data-dir|config|display)=/.test(arg)),
  };
}
