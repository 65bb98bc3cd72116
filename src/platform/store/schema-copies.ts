import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { syncFolder } from '../files/replace-file.ts';
import { schemaVersion, steps } from './migrations.ts';

/** What is added to the database's name for the copy that was made when its schema had gone so many steps. */
const copyOf = (file: string, schema: number): string => `${file}.schema-${schema}`;

/**
 * Copies the database in `connection`, which lies in `file`, before its schema goes beyond what it is: an older version of the
 * player that is taken back opens its own. One that is new, or has the newest schema, needs no copy. Throws what the disk
 * says: without a way back nothing is migrated.
 */
export function copyBeforeMigration(connection: DatabaseSync, file: string): void {
  const schema = schemaVersion(connection);
  if (schema === 0 || schema >= steps.length) return;
  const draft = `${file}.copying`;
  rmSync(draft, { force: true });
  connection.prepare('VACUUM INTO ?').run(draft);
  chmodSync(draft, 0o600);
  flush(draft);
  renameSync(draft, copyOf(file, schema));
  syncFolder(dirname(file));
  for (let older = schema - 1; older > 0; older -= 1) rmSync(copyOf(file, older), { force: true });
}

/**
 * The newest copy that this version can read of a database that a newer one has migrated; null: it is not newer, or there is
 * none, so that it is used as it is.
 */
export function olderCopy(connection: DatabaseSync, file: string): string | null {
  if (schemaVersion(connection) <= steps.length) return null;
  for (let known = steps.length; known > 0; known -= 1) {
    if (existsSync(copyOf(file, known))) return copyOf(file, known);
  }
  return null;
}

/** Puts `copy` in the place of the database, which nobody has open: what was noted since is lost, and is noted or fetched again. */
export function putBack(copy: string, file: string): void {
  // The log of the one is no log of the other.
  for (const companion of ['-wal', '-shm']) rmSync(file + companion, { force: true });
  renameSync(copy, file);
  syncFolder(dirname(file));
}

function flush(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
