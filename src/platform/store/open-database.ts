import { open } from 'node:fs/promises';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { migrate } from './migrations.ts';

/** A statement that was prepared once. */
export interface Statement {
  run(...values: SQLInputValue[]): {
    readonly changes: number | bigint;
    readonly lastInsertRowid: number | bigint;
  };
  get(...values: SQLInputValue[]): Record<string, SQLOutputValue> | undefined;
  all(...values: SQLInputValue[]): Record<string, SQLOutputValue>[];
}

/** `player.db`, open and migrated. Its repositories stand beside this file, one for each kind of record. */
export interface PlayerDatabase {
  readonly connection: DatabaseSync;
  /** Nothing of it is on the disk. */
  isInMemory(): boolean;
  prepare(sql: string): Statement;
  /** Runs `work` in one transaction: all of it is durable when this returns, or none when it throws. */
  transaction<Value>(work: () => Value): Value;
  /**
   * Runs `work`, whose commits do not wait for the disk: they outlive the process as soon as this returns, and a power cut
   * from the next `flush` on.
   */
  lazily<Value>(work: () => Value): Value;
  /** Waits until all that was committed is on the disk. Rejects with what the disk says. */
  flush(): Promise<void>;
  /** Moves what is in the log of the database into the database itself, as far as readers let it. */
  checkpoint(): void;
  close(): void;
}

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
 * Opens `file` in WAL mode with full synchronisation: what a transaction acknowledged survives a power cut.
 * Throws what SQLite throws when the file is damaged; `openOrRebuild` sets such a file aside.
 */
export function openDatabase(file: string): PlayerDatabase {
  const connection = new DatabaseSync(file, { timeout: 5_000 });
  try {
    connection.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    connection.exec(`PRAGMA wal_autocheckpoint = ${LOG_BYTES / PAGE_BYTES}`);
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
