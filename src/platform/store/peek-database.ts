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
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { temporaryPlaces } from '../files/writable-folder.ts';
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

/**
 * Runs `read` over what a disk that refuses every write still holds, and answers what `read` did; null when nothing can be
 * read. A database without a log is all there is and is read where it lies, since a copy of it may need more memory than
 * the machine has; one with a log is read in a copy, or without its log where there is no room for one.
 */
export function readWithoutWriting<Value>(
  file: string,
  read: (connection: DatabaseSync) => Value,
): Value | null {
  const inPlace = (): Peeked =>
    new DatabaseSync(`${pathToFileURL(file).href}?immutable=1`, { readOnly: true });
  const inCopy = (): Peeked => peekDatabase(file);
  for (const open of sizeOf(`${file}-wal`) > 0 ? [inCopy, inPlace] : [inPlace]) {
    let opened: Peeked | null = null;
    try {
      opened = open();
      const connection = 'connection' in opened ? opened.connection : opened;
      // A file that is no database opens as well; the first look at it tells.
      connection.prepare('SELECT count(*) FROM sqlite_master').get();
      return read(connection);
    } catch {
      // The next way may be open.
    } finally {
      opened?.close();
    }
  }
  return null;
}

type Peeked = DatabaseSync | PlayerDatabase;

/** In memory where the machine has such a folder: the disk may have no room. */
function makeTemporaryFolder(): string {
  let refusal: unknown = new Error('There is no folder for temporary files.');
  for (const place of temporaryPlaces()) {
    try {
      return mkdtempSync(join(place, 'digiplayer-'));
    } catch (thrown) {
      refusal = thrown;
    }
  }
  throw refusal;
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

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
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
