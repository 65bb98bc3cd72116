import type { DatabaseSync } from 'node:sqlite';

/** How a table is copied from disk to memory and back. */
interface Table {
  readonly name: string;
  /** Of its primary key. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  /** Numbers its rows by itself, so that what is added in memory must not get a number that the disk has given. */
  readonly counts: boolean;
  readonly isAppendOnly: boolean;
}

/** Above every number that a table gave by counting, and apart for each time that the disk could not be read. */
const FIRST_FREE_NUMBER = 2 ** 42;
const FREE_NUMBERS = 2 ** 50;

/**
 * Copies what `from` holds into `to`, an empty database of the same schema, at most the newest `most` of what is counted.
 * A table that cannot be read stays empty. Answers the tables that are not whole.
 */
export function copyTables(
  from: DatabaseSync,
  to: DatabaseSync,
  most: number,
  random: () => number = Math.random,
): ReadonlySet<string> {
  const partial = new Set<string>();
  for (const table of tablesOf(to)) {
    if (!copyTable(from, to, table, most)) partial.add(table.name);
  }
  for (const { name, counts } of tablesOf(to)) {
    if (counts) setSequence(to, name, sequenceOf(from, name) ?? freeNumber(random));
  }
  return partial;
}

/** The tables of `to`, none of which is whole: nothing could be copied. */
export function copyNothing(to: DatabaseSync, random: () => number = Math.random): ReadonlySet<string> {
  const tables = tablesOf(to);
  for (const { name, counts } of tables) if (counts) setSequence(to, name, freeNumber(random));
  return new Set(tables.map(({ name }) => name));
}

/**
 * Brings what `memory` holds into the database in `file`, in one transaction and writing only what differs. Of a table that
 * is `partial` in memory, what the disk alone knows stays. Throws what SQLite throws, and nothing is changed then.
 */
export function writeBack(memory: DatabaseSync, file: string, partial: ReadonlySet<string>): void {
  memory.prepare('ATTACH ? AS disk').run(file);
  try {
    memory.exec('BEGIN IMMEDIATE');
    try {
      for (const table of tablesOf(memory)) writeTable(memory, table, partial.has(table.name));
      memory.exec('COMMIT');
    } catch (thrown) {
      if (memory.isTransaction) memory.exec('ROLLBACK');
      throw thrown;
    }
  } finally {
    memory.exec('DETACH disk');
  }
}

function writeTable(memory: DatabaseSync, table: Table, isPartial: boolean): void {
  const { name, keys, counts, isAppendOnly } = table;
  const key = keys.join(', ');
  if (!isPartial && !isAppendOnly) {
    memory.exec(`DELETE FROM disk.${name} WHERE (${key}) NOT IN (SELECT ${key} FROM main.${name})`);
  }
  const verb = isAppendOnly ? 'INSERT OR IGNORE' : 'INSERT OR REPLACE';
  memory.exec(`${verb} INTO disk.${name} SELECT * FROM main.${name} EXCEPT SELECT * FROM disk.${name}`);
  if (!counts) return;
  const last = sequenceOf(memory, name) ?? 0;
  memory.prepare('UPDATE disk.sqlite_sequence SET seq = max(seq, ?) WHERE name = ?').run(last, name);
}

/** A disk that goes bad may give the first rows and then none. */
function copyTable(from: DatabaseSync, to: DatabaseSync, table: Table, most: number): boolean {
  const { name, columns, counts } = table;
  const order = counts ? ` ORDER BY id DESC LIMIT ${Math.min(most, Number.MAX_SAFE_INTEGER - 1) + 1}` : '';
  const insert = to.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`);
  let copied = 0;
  to.exec('BEGIN');
  try {
    const rows = from.prepare(`SELECT ${columns.join(', ')} FROM ${name}${order}`).iterate();
    for (const row of rows) {
      if (counts && copied === most) return false;
      insert.run(...columns.map((column) => row[column] ?? null));
      copied += 1;
    }
    return true;
  } catch {
    return false;
  } finally {
    to.exec('COMMIT');
  }
}

function tablesOf(database: DatabaseSync): readonly Table[] {
  const rows = database
    .prepare(
      `SELECT name, sql LIKE '%AUTOINCREMENT%' AS counts,
              EXISTS (SELECT 1 FROM main.sqlite_master AS t WHERE t.type = 'trigger' AND t.tbl_name = m.name) AS guarded
         FROM main.sqlite_master AS m WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
    )
    .all();
  return rows.map((row) => {
    const name = String(row['name']);
    const columns = database.prepare('SELECT name, pk FROM pragma_table_info(?)').all(name);
    return {
      name,
      columns: columns.map((column) => String(column['name'])),
      keys: columns.filter(({ pk }) => Number(pk) > 0).map((column) => String(column['name'])),
      counts: row['counts'] === 1,
      // Only the triggers of a table that may never be cut stand in the schema.
      isAppendOnly: row['guarded'] === 1,
    };
  });
}

function freeNumber(random: () => number): number {
  return FIRST_FREE_NUMBER + Math.floor(random() * FREE_NUMBERS);
}

/** The number that `table` gave last; null when it cannot be read. */
function sequenceOf(database: DatabaseSync, table: string): number | null {
  try {
    const row = database.prepare('SELECT seq FROM main.sqlite_sequence WHERE name = ?').get(table);
    return Number(row?.['seq'] ?? 0);
  } catch {
    return null;
  }
}

function setSequence(database: DatabaseSync, table: string, last: number): void {
  database.prepare('DELETE FROM main.sqlite_sequence WHERE name = ?').run(table);
  database.prepare('INSERT INTO main.sqlite_sequence (name, seq) VALUES (?, ?)').run(table, last);
}
