import {
  closeSync,
  constants,
  copyFileSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayerDatabase } from './database.types.ts';
import { openDatabase } from './open-database.ts';

/** A checkpoint in the middle of copying is rare; several in a row are somebody else's trouble. */
const MOST_TRIES = 5;
const WAL_HEADER_BYTES = 32;

/**
 * Opens a copy of the database in `file`, so that nothing in its folder changes by a single byte, also while a player
 * runs there: SQLite itself writes beside a database even to read it. The copy goes with `close`.
 *
 * Throws what the file system or SQLite throws: there is none, it is damaged, there is no room for a copy.
 */
export function peekDatabase(file: string): PlayerDatabase {
  const folder = makeTemporaryFolder();
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const database = openDatabase(copyWhole(file, join(folder, 'copy.db')));
    return {
      ...database,
      close: () => {
        database.close();
        remove();
      },
    };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}

/** Where the disk is full, memory may have room. */
function makeTemporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'digiplayer-'));
  } catch (thrown) {
    if (process.platform !== 'linux') throw thrown;
    return mkdtempSync('/dev/shm/digiplayer-');
  }
}

/** Copies the database and its log. What is appended to the log meanwhile does no harm; a checkpoint would. */
function copyWhole(file: string, copy: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const before = stateOf(file);
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
    copyIfThere(`${file}-wal`, `${copy}-wal`);
    if (before === stateOf(file) || attempt === MOST_TRIES) return copy;
  }
}

/** Changes with a checkpoint: the time of the database itself, and the beginning of its log. */
function stateOf(file: string): string {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size} ${headOf(`${file}-wal`)}`;
}

function headOf(file: string): string {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (thrown) {
    return codeOf(thrown);
  }
  try {
    const head = Buffer.alloc(WAL_HEADER_BYTES);
    readSync(handle, head);
    return head.toString('hex');
  } finally {
    closeSync(handle);
  }
}

function copyIfThere(from: string, to: string): void {
  rmSync(to, { force: true });
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw thrown;
  }
}

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? 'unknown';
}
