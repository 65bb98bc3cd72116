import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { temporaryPlaces } from '../files/writable-folder.ts';

/**
 * Runs `read` over the database in `file` without writing into its folder, and answers what `read` did; null when the
 * database cannot be read.
 *
 * SQLite reads a database with a log only where it may write beside it. So one that has a log is read in a copy of both, in a
 * folder of memory where the machine has one; without a log the database is all there is, and is read where it lies.
 */
export function readElsewhere<Value>(file: string, read: (connection: DatabaseSync) => Value): Value | null {
  const places = sizeOf(`${file}-wal`) > 0 ? temporaryPlaces() : [];
  for (const place of places) {
    const value = readCopy(file, place, read);
    if (value !== null) return value;
  }
  return readWhole(`${pathToFileURL(file).href}?immutable=1`, read);
}

function readCopy<Value>(
  file: string,
  place: string,
  read: (connection: DatabaseSync) => Value,
): Value | null {
  let folder: string | null = null;
  try {
    folder = mkdtempSync(join(place, 'digiplayer-'));
    const copy = join(folder, 'player.db');
    copyFileSync(file, copy);
    copyFileSync(`${file}-wal`, `${copy}-wal`);
    return readWhole(copy, read);
  } catch {
    return null;
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

function readWhole<Value>(location: string, read: (connection: DatabaseSync) => Value): Value | null {
  let connection: DatabaseSync | null = null;
  try {
    connection = new DatabaseSync(location, { readOnly: true });
    // A file that is no database opens as well; the first look at it tells.
    connection.prepare('SELECT count(*) FROM sqlite_master').get();
    return read(connection);
  } catch {
    return null;
  } finally {
    connection?.close();
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
