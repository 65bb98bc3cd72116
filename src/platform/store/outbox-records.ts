import type { SQLInputValue } from 'node:sqlite';
import type { PlayerDatabase, Statement } from './database.types.ts';

export type OutboxKind = 'beat' | 'event';

/** Something that the server has not acknowledged yet. */
export interface OutboxRecord {
  /** Grows with every record; the order of sending. */
  readonly id: number;
  /** Of several waiting beats only the newest says anything; events are all sent. */
  readonly kind: OutboxKind;
  /** Which run of the player wrote it: within that run `monotonicMs` tells how long ago it was, whatever the clock did. */
  readonly session: string;
  readonly monotonicMs: number;
  /** Milliseconds since the epoch, as well as was known when it happened. */
  readonly happenedAtMs: number;
  /** JSON, without secrets. */
  readonly body: string;
}

/**
 * What waits to be sent. What is changed outlives the process when the call returns, and a power cut from the database's next
 * flush on. Every call throws what SQLite throws.
 */
export interface OutboxRecords {
  add(record: Omit<OutboxRecord, 'id'>): OutboxRecord;
  /** The record to send next; null: nothing waits. */
  first(): OutboxRecord | null;
  /** The greatest id of what waits; 0: nothing does. */
  newestId(): number;
  remove(id: number): void;
  /** Removes waiting beats other than `exceptId`; answers how many. */
  removeBeats(exceptId: number | null): number;
  /** Removes the oldest until at most `most` are left, never `exceptId`; answers how many. */
  trimToCount(most: number, exceptId: number | null): number;
  /** Removes what happened from `fromMs` to before `toMs`, never `exceptId`; answers how many. */
  removeBetween(fromMs: number, toMs: number, exceptId: number | null): number;
  count(): number;
  clear(): void;
}

/** The repository of {@link OutboxRecords} in `database`. */
export function createOutboxRecords(database: PlayerDatabase): OutboxRecords {
  const prepare = (sql: string): Statement => database.prepare(sql);
  /** Runs `statement` without waiting for the disk; answers how many records it changed. */
  const change = (statement: Statement, ...values: SQLInputValue[]): number =>
    database.lazily(() => Number(statement.run(...values).changes));
  const insert = prepare(
    'INSERT INTO outbox (kind, session, monotonic_ms, happened_at_ms, body) VALUES (?, ?, ?, ?, ?)',
  );
  const first = prepare('SELECT * FROM outbox ORDER BY id LIMIT 1');
  const newest = prepare('SELECT max(id) AS newest FROM outbox');
  const remove = prepare('DELETE FROM outbox WHERE id = ?');
  const removeBeats = prepare(`DELETE FROM outbox WHERE kind = 'beat' AND id IS NOT ?`);
  const trim = prepare(
    'DELETE FROM outbox WHERE id IS NOT ? AND id <= (SELECT id FROM outbox ORDER BY id DESC LIMIT 1 OFFSET ?)',
  );
  const removeBetween = prepare(
    'DELETE FROM outbox WHERE happened_at_ms >= ? AND happened_at_ms < ? AND id IS NOT ?',
  );
  const count = prepare('SELECT COUNT(*) AS waiting FROM outbox');
  const clear = prepare('DELETE FROM outbox');
  return {
    add: (record) => {
      const { kind, session, monotonicMs, body } = record;
      const happenedAtMs = Math.trunc(record.happenedAtMs);
      const { lastInsertRowid } = database.lazily(() =>
        insert.run(kind, session, monotonicMs, happenedAtMs, body),
      );
      return { ...record, id: Number(lastInsertRowid) };
    },
    first: () => toRecord(first.get()),
    newestId: () => Number(newest.get()?.['newest'] ?? 0),
    remove: (id) => {
      change(remove, id);
    },
    removeBeats: (exceptId) => change(removeBeats, exceptId),
    trimToCount: (most, exceptId) => change(trim, exceptId, most),
    removeBetween: (fromMs, toMs, exceptId) =>
      change(removeBetween, Math.trunc(fromMs), Math.trunc(toMs), exceptId),
    count: () => Number(count.get()?.['waiting'] ?? 0),
    clear: () => {
      change(clear);
    },
  };
}

function toRecord(row: Record<string, unknown> | undefined): OutboxRecord | null {
  if (row === undefined) return null;
  return {
    id: Number(row['id']),
    kind: row['kind'] === 'beat' ? 'beat' : 'event',
    session: String(row['session']),
    monotonicMs: Number(row['monotonic_ms']),
    happenedAtMs: Number(row['happened_at_ms']),
    body: String(row['body']),
  };
}
