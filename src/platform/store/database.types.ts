import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';

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
