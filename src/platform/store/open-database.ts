import { DatabaseSync } from 'node:sqlite';
import type { PlayerDatabase } from './database.types.ts';
import { migrate } from './migrations.ts';

/**
 * Opens `file` in WAL mode with full synchronisation: what a transaction acknowledged survives a power cut.
 * Throws what SQLite throws when the file is damaged; `openOrRebuild` sets such a file aside.
 */
export function openDatabase(file: string): PlayerDatabase {
  const connection = new DatabaseSync(file, { timeout: 5_000 });
  try {
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    migrate(connection);
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
  return {
    connection,
    transaction: (work) => inTransaction(connection, work),
    close: () => {
      connection.close();
    },
  };
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
