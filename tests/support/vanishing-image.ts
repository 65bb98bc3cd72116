import { appendFileSync, existsSync } from 'node:fs';
import { createSuccessor } from '../../src/shells/electron/successor.ts';

/*
 * Stands for a player in an AppImage (see tests/integration/appimage-relaunch): says where it runs, and the first time has
 * itself started anew.
 */

const { VANISHING_LOG: log = '', APPDIR: mount = '' } = process.env;
const args = process.argv.slice(2);
const isFirst = !existsSync(log);
const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => folder.includes('.mount_'));
appendFileSync(
  log,
  `${JSON.stringify({ pid: process.pid, args, startedIn: process.env['OWD'], mount, hasMount: existsSync(mount), folders })}\n`,
);
if (isFirst) {
  createSuccessor({
    app: {
      relaunch: () => {
        throw new Error('the mount is gone by then');
      },
    },
    environment: process.env,
    args,
    pid: process.pid,
  })();
}
