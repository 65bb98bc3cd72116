import type { DatabaseSync } from 'node:sqlite';

/** `player.db`, open and migrated. Its repositories stand beside this file, one for each kind of record. */
export interface PlayerDatabase {
  readonly connection: DatabaseSync;
  /** Runs `work` in one transaction: all of it is durable when this returns, or none when it throws. */
  transaction<Value>(work: () => Value): Value;
  close(): void;
}
