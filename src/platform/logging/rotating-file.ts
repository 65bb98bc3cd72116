import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { mayBecomeLog, numberedLog, openOwnLog } from './own-log.ts';

export interface RotatingFile {
  /** Appends a line. Never throws: while the file cannot be written, lines are dropped and counted. */
  write(line: string): void;
  close(): void;
}

export interface RotatingFileOptions {
  readonly path: string;
  readonly maxBytes: number;
  /** How many files there may be in all: `player.log`, `player.1.log`, … */
  readonly maxFiles: number;
  /** A clock that never goes back, in ms. */
  readonly monotonic: () => number;
}

interface OpenFile {
  readonly descriptor: number;
  bytes: number;
}

/** How often a file that failed, or was taken away, is tried again. */
const RETRY_MS = 15_000;
const MODE = 0o600;

/**
 * A log file that turns over at `maxBytes` and outlives whatever happens to its disk.
 *
 * It stands behind winston in place of winston's own File transport, which swallows a failed open and then keeps every
 * further line in memory. It writes at once rather than later: the lines before a crash are the ones that matter.
 */
export function createRotatingFile(options: RotatingFileOptions): RotatingFile {
  let open: OpenFile | null = null;
  let closed = false;
  let dropped = 0;
  let nextCheck = 0;

  const shut = (): void => {
    if (open === null) return;
    attempt(closeSync, open.descriptor);
    open = null;
  };
  /** The file, opened when it is not, and made anew when somebody took it away; null while it rests after a failure. */
  const current = (): OpenFile | null => {
    const now = options.monotonic();
    if (now < nextCheck) return open;
    nextCheck = now + RETRY_MS;
    if (open !== null && existsSync(options.path)) return open;
    shut();
    open = openLog(options.path);
    return open;
  };
  const append = (text: string): boolean => {
    let target = current();
    if (target === null) return false;
    const bytes = Buffer.byteLength(text);
    if (target.bytes > 0 && target.bytes + bytes > options.maxBytes) {
      shut();
      turnOver(options.path, options.maxFiles);
      target = open = openLog(options.path);
    }
    writeSync(target.descriptor, text);
    target.bytes += bytes;
    return true;
  };
  /** Nobody can be told: the log itself is what failed. Playback goes on. */
  const attemptToAppend = (text: string): boolean => {
    try {
      return append(text);
    } catch {
      shut();
      nextCheck = options.monotonic() + RETRY_MS;
      return false;
    }
  };

  return {
    write(line) {
      if (closed) return;
      if (!attemptToAppend(`${line}\n`)) dropped += 1;
      else if (dropped > 0 && attemptToAppend(`${droppedLine(dropped)}\n`)) dropped = 0;
    },
    close() {
      closed = true;
      shut();
    },
  };
}

function openLog(path: string): OpenFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const descriptor = openOwnLog(path);
  if (descriptor === null) throw new Error(`${path} is not a log of this player.`);
  attempt(fchmodSync, descriptor, MODE);
  return { descriptor, bytes: fstatSync(descriptor).size };
}

/** `player.log` becomes `player.1.log`, that `player.2.log`, and so on; the oldest goes. What only has such a name stays. */
function turnOver(path: string, maxFiles: number): void {
  removeOwn(numberedLog(path, maxFiles - 1));
  for (let index = maxFiles - 2; index >= 0; index -= 1) {
    const [from, to] = [numberedLog(path, index), numberedLog(path, index + 1)];
    if (!existsSync(from) || !mayBecomeLog(from)) continue;
    if (mayBecomeLog(to)) renameSync(from, to);
    else rmSync(from);
  }
}

function removeOwn(path: string): void {
  if (mayBecomeLog(path)) rmSync(path, { force: true });
}

function droppedLine(count: number): string {
  const message = `${count} lines before the last one were lost: the log file could not be written.`;
  return JSON.stringify({ time: new Date().toISOString(), level: 'warn', message });
}

function attempt<Arguments extends unknown[]>(
  action: (...given: Arguments) => void,
  ...given: Arguments
): void {
  try {
    action(...given);
  } catch {
    // The file is given up already.
  }
}
