import type { PlayerDatabase } from './database.types.ts';

/** Proof of play: one showing of one item. */
export interface PlayRecord {
  /** Milliseconds since the epoch, by the player's own clock. */
  readonly startedAtMs: number;
  readonly shownMs: number;
  readonly itemId: string;
  readonly fileName: string;
  /** Null for a web page. */
  readonly sha256: string | null;
  readonly playlistVersion: string | null;
  /** Shown as long as it should be. */
  readonly complete: boolean;
  /** Why it ended, as the renderer reports it. */
  readonly reason: string;
}

/** While there is no disk, proof of play may not grow until the memory is full. */
const MOST_IN_MEMORY = 20_000;

/**
 * The proof of play that is kept. What is added outlives the process when the call returns, and a power cut from the
 * database's next flush on. Every call throws what SQLite throws.
 */
export interface PlayRecords {
  add(record: PlayRecord): void;
  /** Whether this very showing is there. */
  has(record: PlayRecord): boolean;
  /**
   * All of them in the order of play, at most `size` in memory at a time. What is added meanwhile comes too, and other work
   * may go on between two batches. `newest`: only about so many, the newest.
   */
  batches(size: number, newest?: number): Iterable<readonly PlayRecord[]>;
  /**
   * Removes what began before `olderThanMs`, and the oldest beyond `most`; answers how many went. A clock that is wrong
   * must not remove anything by age: call it only with a moment that is known.
   */
  trim(limits: { readonly olderThanMs: number | null; readonly most: number }): number;
}

/** The repository of {@link PlayRecords} in `database`. */
export function createPlayRecords(database: PlayerDatabase): PlayRecords {
  const insert = database.prepare(
    `INSERT INTO play_record (started_at_ms, shown_ms, item_id, file_name, sha256, playlist_version, complete, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectSame = database.prepare(
    'SELECT 1 FROM play_record WHERE started_at_ms = ? AND shown_ms = ? AND item_id = ?',
  );
  const selectAfter = database.prepare('SELECT * FROM play_record WHERE id > ? ORDER BY id LIMIT ?');
  const selectLast = database.prepare('SELECT max(id) AS last FROM play_record');
  const removeOld = database.prepare('DELETE FROM play_record WHERE started_at_ms < ?');
  const removeBeyond = database.prepare(
    'DELETE FROM play_record WHERE id <= (SELECT id FROM play_record ORDER BY id DESC LIMIT 1 OFFSET ?)',
  );
  return {
    add: (record) => {
      database.lazily(() =>
        insert.run(
          Math.trunc(record.startedAtMs),
          Math.round(record.shownMs),
          record.itemId,
          record.fileName,
          record.sha256,
          record.playlistVersion,
          record.complete ? 1 : 0,
          record.reason,
        ),
      );
    },
    has: ({ startedAtMs, shownMs, itemId }) =>
      selectSame.get(Math.trunc(startedAtMs), Math.round(shownMs), itemId) !== undefined,
    *batches(size, newest = Number.POSITIVE_INFINITY) {
      const before = Math.max(0, Number(selectLast.get()?.['last'] ?? 0) - newest);
      for (let last = before; ;) {
        const rows = selectAfter.all(last, size);
        if (rows.length === 0) return;
        last = Number(rows.at(-1)?.['id']);
        yield rows.map(toRecord);
      }
    },
    trim: ({ olderThanMs, most }) =>
      database.transaction(() => {
        const old = olderThanMs === null ? 0 : Number(removeOld.run(Math.trunc(olderThanMs)).changes);
        const kept = database.isInMemory() ? Math.min(most, MOST_IN_MEMORY) : most;
        return old + Number(removeBeyond.run(kept).changes);
      }),
  };
}

function toRecord(row: Readonly<Record<string, unknown>>): PlayRecord {
  const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    startedAtMs: Number(row['started_at_ms']),
    shownMs: Number(row['shown_ms']),
    itemId: String(row['item_id']),
    fileName: String(row['file_name']),
    sha256: textOrNull(row['sha256']),
    playlistVersion: textOrNull(row['playlist_version']),
    complete: row['complete'] === 1,
    reason: String(row['reason']),
  };
}

/** The first line of proof of play as CSV. */
export const playRecordsHeader =
  'started_at,shown_s,item_id,file_name,sha256,playlist_version,complete,reason\r\n';

/** Proof of play as lines of CSV (RFC 4180); moments in ISO 8601 with the offset of this machine, lengths in seconds. */
export function playRecordsToCsv(records: Iterable<PlayRecord>): string {
  let lines = '';
  for (const record of records) {
    const cells = [
      isoWithOffset(record.startedAtMs),
      secondsText(record.shownMs),
      record.itemId,
      record.fileName,
      record.sha256 ?? '',
      record.playlistVersion ?? '',
      record.complete ? 'yes' : 'no',
      record.reason,
    ];
    lines += csvLine(cells);
  }
  return lines;
}

/** Seconds to the thousandth. */
export function secondsText(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

/** One line of CSV whose cells no spreadsheet takes for formulas. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

const MS_PER_MINUTE = 60_000;

/** The wall clock of this machine at that moment, with what it is ahead of UTC, for example `2026-01-02T01:00:00.000+01:00`. */
export function isoWithOffset(moment: number): string {
  const ahead = -new Date(moment).getTimezoneOffset();
  const twoDigits = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  const offset = `${twoDigits(Math.abs(ahead) / 60)}:${twoDigits(Math.abs(ahead) % 60)}`;
  const local = new Date(moment + ahead * MS_PER_MINUTE).toISOString().slice(0, -1);
  return `${local}${ahead < 0 ? '-' : '+'}${offset}`;
}

/**
 * A file's name comes from outside: in a spreadsheet it must not become a formula (OWASP, CSV Injection). Some split at
 * semicolons or tabs whatever the quotes say, so what follows one of these is a cell of its own.
 */
function csvCell(text: string): string {
  const harmless = text
    .replace(/([;\t\r\n])(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'")
    .replace(/^(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, "'");
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
