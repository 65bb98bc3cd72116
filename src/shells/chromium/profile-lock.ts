import { readFileSync, readlinkSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { killGroup } from '../../platform/machine/process-group.ts';

/** A link that leads nowhere: it names the machine and the process that have the profile, as `HOST-PID`. */
const LOCK = 'SingletonLock';
/** A link to a socket in a folder of its own, among the temporary files. */
const SOCKET = 'SingletonSocket';
const COOKIE = 'SingletonCookie';
const LEFT_BEHIND = [LOCK, SOCKET, COOKIE];

/**
 * Makes a profile free for the next browser. Only for who has the data folder to itself: a browser that still runs on the profile is
 * one of a player that was lost, which would be shown the next page and take it along, so it is killed with its group.
 *
 * The lock goes with it. A machine that has another name by now (it was renamed, or its disk was copied) would find its own profile in
 * use on another computer, and Chromium would ask on the screen what to do about that, for as long as nobody answers.
 */
export function freeProfile(folder: string): void {
  const holder = holderOf(folder);
  if (holder !== null && isOwnBrowserOn(holder, folder)) {
    killGroup(holder);
    killAlone(holder);
  }
  removeSocketFolder(folder);
  for (const name of LEFT_BEHIND) {
    try {
      rmSync(join(folder, name), { force: true });
    } catch {
      // A folder that cannot be written any more: the browser says so itself.
    }
  }
}

/** Removes what the browser of a profile has left among the temporary files: one that is killed leaves a folder there each time. */
export function removeSocketFolder(profile: string): void {
  try {
    const folder = dirname(readlinkSync(join(profile, SOCKET)));
    for (const name of [SOCKET, COOKIE]) rmSync(join(folder, name), { force: true });
    // Where the link leads elsewhere, more than these stands there.
    rmdirSync(folder);
  } catch {
    // There is none.
  }
}

/** The process that the lock names, whichever machine's it is; null: none. */
function holderOf(folder: string): number | null {
  try {
    const pid = Number(/-(\d{1,10})$/.exec(readlinkSync(join(folder, LOCK)))?.[1] ?? 0);
    return pid > 1 && pid !== process.pid ? pid : null;
  } catch {
    return null;
  }
}

/** Whether a process of this user is a browser on this very profile; its id may be another one's by now, or another machine's. */
function isOwnBrowserOn(pid: number, folder: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.includes(`--user-data-dir=${folder}`) && statSync(`/proc/${pid}`).uid === process.getuid?.();
  } catch {
    return false;
  }
}

/** For one that was started by a script of its own, and leads no group. */
function killAlone(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with its group.
  }
}
