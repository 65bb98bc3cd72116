import { spawn } from 'node:child_process';
import { findBrowser } from '../../src/shells/chromium/find-browser.ts';
import { PANEL } from '../support/recording/coded-player.ts';
import { makeFolder } from '../support/make-folder.ts';

/** A browser that nobody steers, as anyone would start it on a wall: what a player is measured beside. */
export interface PlainChromium {
  /** Its command line names this folder. */
  readonly profileFolder: string;
  stop(): Promise<void>;
}

/** Fills `display` with a page. With a folder of its own a browser begins as one that was here before; else with an empty one. */
export function startPlainChromium(display: string, address: string, ownFolder?: string): PlainChromium {
  const { path: profileFolder, remove } =
    ownFolder === undefined ? makeFolder() : { path: ownFolder, remove: () => undefined };
  const child = spawn(
    findBrowser() ?? '/usr/bin/chromium',
    [
      ...['--kiosk', '--window-position=0,0', `--window-size=${PANEL.width + 1},${PANEL.height + 1}`],
      ...['--no-first-run', '--disable-background-networking', '--autoplay-policy=no-user-gesture-required'],
      ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
      `--user-data-dir=${profileFolder}`,
      `--app=${address}`,
    ],
    { stdio: 'ignore', env: { ...process.env, DISPLAY: display }, detached: true },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    profileFolder,
    async stop() {
      // Its helpers are of its process group.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
      remove();
    },
  };
}
