import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { PlayerDatabase } from './database.types.ts';
import { migrate, schemaVersion, steps } from './migrations.ts';
import { copyBeforeMigration, olderCopy, putBack } from './schema-copies.ts';

/**
 * Of a new database. Each showing changes three pages, and each is written whole: small ones spare the memory cards. A database
 * that is there keeps the size that it has.
 */
const PAGE_BYTES = 1_024;
/** How long the log may become before it is moved into the database, whatever the hour. */
const LOG_BYTES = 4_194_304;

/** The name under which SQLite keeps a database in memory only. */
export const IN_MEMORY = ':memory:';

/**
 * Opens `file` in WAL mode with full synchronisation: what a transaction acknowledged survives a power cut. Nobody else opens it
 * meanwhile: SQLite keeps its index of the log in memory then, and not in a file beside it that each commit makes dirty, which was
 * a third of what a day wrote. Whoever looks at it under a running player looks at a copy.
 * Throws what SQLite throws when the file is damaged; `openOrRebuild` sets such a file aside. Throws as well, and changes
 * nothing, when the schema is newer than what this version knows.
 */
export function openDatabase(file: string): PlayerDatabase {
  const connection = connectTo(file);
  try {
    if (schemaVersion(connection) > steps.length) throw new Error('a newer version of the player wrote it');
    connection.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    connection.exec(`PRAGMA wal_autocheckpoint = ${LOG_BYTES / PAGE_BYTES}`);
    if (file !== IN_MEMORY) copyBeforeMigration(connection, file);
    migrate(connection);
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
  let isUnflushed = false;
  return {
    connection,
    isInMemory: () => file === IN_MEMORY,
    prepare: (sql) => connection.prepare(sql),
    transaction: (work) => inTransaction(connection, work),
    lazily: (work) => {
      // Within a transaction the setting cannot change, and the transaction decides.
      if (connection.isTransaction) return work();
      isUnflushed = true;
      connection.exec('PRAGMA synchronous = NORMAL');
      try {
        return work();
      } finally {
        connection.exec('PRAGMA synchronous = FULL');
      }
    },
    flush: async () => {
      if (!isUnflushed || file === IN_MEMORY) return;
      isUnflushed = false;
      try {
        await syncFile(`${file}-wal`);
      } catch (thrown) {
        isUnflushed = true;
        throw thrown;
      }
    },
    checkpoint: () => {
      // Passive: it waits for no reader, so that a long export never holds up the player.
      connection.exec('PRAGMA wal_checkpoint(PASSIVE)');
    },
    close: () => {
      connection.close();
    },
  };
}

/** Where a newer version of the player has migrated it, the copy that it left for this one. */
function connectTo(file: string): DatabaseSync {
  const connection = connectAlone(file);
  if (file === IN_MEMORY) return connection;
  try {
    const copy = olderCopy(connection, file);
    if (copy === null) return connection;
    connection.close();
    putBack(copy, file);
  } catch (thrown) {
    if (connection.isOpen) connection.close();
    throw thrown;
  }
  return connectAlone(file);
}

function connectAlone(file: string): DatabaseSync {
  const connection = new DatabaseSync(file, { timeout: 5_000 });
  // Before anything is read: later it would keep the file all the same.
  connection.exec('PRAGMA locking_mode = EXCLUSIVE');
  return connection;
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

function inTransaction<Value>(connection: DatabaseSync, work: () => Value): Value {
  if (connection.isTransaction) return work();
  connection.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    connection.exec('COMMIT');
    return value;
  } catch (thrown) {
    rollBack(connection);
    throw thrown;
  }
}

/** SQLite has already rolled back by itself after some errors (a full disk, for one). */
function rollBack(connection: DatabaseSync): void {
  if (connection.isTransaction) connection.exec('ROLLBACK');
}
