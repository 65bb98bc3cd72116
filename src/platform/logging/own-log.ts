import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { extname } from 'node:path';

/** How every line of the player's log begins. */
const FIRST_LINE = /^\{"time":"[^"\n]{1,40}","level":"(?:error|warn|info|debug)","message":"/;
const HEAD_BYTES = 128;
const MODE = 0o600;

/**
 * Opens the log at `path` to read and append, and makes it when it is not there. It must be a file of the player's own: no
 * link, no second name of another file, no other user's, and what stands in it begins as the player's lines do. Answers null
 * where it is not; throws what the file system says.
 */
export function openOwnLog(path: string): number | null {
  return openChecked(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT);
}

/** Whether `path` is a log of the player's, or not there at all, so that it may become one. Writes nothing. */
export function mayBecomeLog(path: string): boolean {
  try {
    const descriptor = openLogToRead(path);
    if (descriptor === null) return false;
    closeSync(descriptor);
    return true;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    return code === 'ENOENT';
  }
}

/** Opens a log of the player's to read it; null where it is somebody else's file. Throws what the file system says. */
export function openLogToRead(path: string): number | null {
  return openChecked(path, constants.O_RDONLY);
}

/** The name of the log's `index`th file: `player.log`, `player.1.log`, … */
export function numberedLog(path: string, index: number): string {
  if (index === 0) return path;
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.${index}${extension}`;
}

function openChecked(path: string, flags: number): number | null {
  // A pipe in the log's place must not hold the player. Windows knows neither of the two.
  const safely = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let descriptor: number;
  try {
    descriptor = openSync(path, flags | safely, MODE);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ELOOP') return null;
    throw thrown;
  }
  try {
    if (isOwn(fstatSync(descriptor)) && beginsAsLog(descriptor)) return descriptor;
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown;
  }
  closeSync(descriptor);
  return null;
}

function isOwn(stats: Stats): boolean {
  if (!stats.isFile()) return false;
  if (process.platform === 'win32') return true;
  return stats.nlink === 1 && stats.uid === (process.getuid?.() ?? stats.uid);
}

function beginsAsLog(descriptor: number): boolean {
  const head = Buffer.alloc(HEAD_BYTES);
  const length = readSync(descriptor, head, 0, HEAD_BYTES, 0);
  // A power cut leaves zeros where a line was on its way to the disk.
  return length === 0 || head[0] === 0 || FIRST_LINE.test(head.toString('utf8', 0, length));
}
