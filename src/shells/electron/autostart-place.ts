import { homedir } from 'node:os';
import type { AutostartPlace } from './autostart.ts';

/** The entry of this very program: its executable, and those of its options that name which screen it is. */
export function autostartPlace(app: AutostartPlace['app']): AutostartPlace {
  return {
    app,
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    executable: process.env['APPIMAGE'] ?? process.execPath,
    args: process.argv.filter((arg) => /^--(data-dir|config|display)=/.test(arg)),
  };
}
