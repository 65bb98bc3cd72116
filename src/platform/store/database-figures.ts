import { statSync } from 'node:fs';
import type { PlayerDatabase } from './database.types.ts';

/** How large a database is and what it holds; for whoever looks for what fills a disk. */
export interface DatabaseFigures {
  /** Nothing of it is on the disk now. */
  readonly inMemory: boolean;
  readonly schemaVersion: number;
  readonly fileBytes: number | null;
  readonly logBytes: number | null;
  readonly pages: number;
  readonly pageBytes: number;
  readonly freePages: number;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Counts what is in `database`, whose file lies at `file`. Throws what SQLite throws. */
export function databaseFigures(database: PlayerDatabase, file: string): DatabaseFigures {
  const pragma = (name: string): number =>
    Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0);
  const names = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
    .map(({ name }) => String(name));
  const rowsOf = (table: string): number =>
    Number(database.prepare(`SELECT count(*) AS rows FROM "${table.replaceAll('"', '""')}"`).get()?.['rows']);
  return {
    inMemory: database.isInMemory(),
    schemaVersion: pragma('user_version'),
    fileBytes: sizeOf(file),
    logBytes: sizeOf(`${file}-wal`),
    pages: pragma('page_count'),
    pageBytes: pragma('page_size'),
    freePages: pragma('freelist_count'),
    rows: Object.fromEntries(names.map((name) => [name, rowsOf(name)])),
  };
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
