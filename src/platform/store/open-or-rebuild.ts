import { chmodSync, closeSync, existsSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describeThrown, fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { diskErrorOf } from '../files/disk-trouble.ts';
import { openDatabase } from './open-database.ts';
import type { PlayerDatabase } from './database.types.ts';

export interface OpenedDatabase {
  readonly database: PlayerDatabase;
  /** The database that was there could not be used, and a new one stands in its place. */
  readonly rebuilt: boolean;
  /** Where the damaged one is kept; null when there was none. */
  readonly setAside: string | null;
}

/** What SQLite calls damage: corrupt, not a database, or shorter than it should be. */
const SQLITE_ERROR = 1;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
const SQLITE_IOERR_SHORT_READ = 522;
const MOST_SET_ASIDE = 2;
const FILE_MODE = 0o600;
/** What is added to the database's name for the files that belong to it. */
export const companions = ['', '-wal', '-shm'] as const;

/**
 * Opens the player's database and checks it. One that is damaged is kept beside it as `….damaged-TIME` (the newest two
 * are), and a new one is made: the screen starts, and fetches again what the old one knew. `now` is in ms since the epoch.
 *
 * Fails with `database-locked` when another process holds it, and `database-unavailable` when the disk does not let it
 * be opened; nothing is set aside then.
 */
export function openOrRebuild(file: string, now: () => number): Result<OpenedDatabase> {
  try {
    return ok({ database: openChecked(file), rebuilt: false, setAside: null });
  } catch (thrown) {
    if (!isDamage(thrown)) return unavailable(file, thrown);
  }
  try {
    const setAside = moveAside(file, now());
    return ok({ database: openChecked(file), rebuilt: true, setAside });
  } catch (thrown) {
    return unavailable(file, thrown);
  }
}

function openChecked(file: string): PlayerDatabase {
  // SQLite gives the companions the mode of the database itself.
  closeSync(openSync(file, 'a', FILE_MODE));
  for (const path of companions.map((suffix) => file + suffix)) {
    if (existsSync(path)) closeToOthers(path);
  }
  const database = openDatabase(file);
  try {
    checkPages(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** A file of another user that we may write all the same keeps the mode that it has. */
function closeToOthers(path: string): void {
  try {
    chmodSync(path, FILE_MODE);
  } catch (thrown) {
    if (diskErrorOf(thrown) !== 'EPERM') throw thrown;
  }
}

function checkPages(database: PlayerDatabase): void {
  const finding = database.connection.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (finding !== 'ok') throw Object.assign(new Error(String(finding)), { errcode: SQLITE_CORRUPT });
}

/**
 * A plain SQL error while opening comes from the migrations: the tables are not what the version number says, which no
 * further start would mend.
 */
function isDamage(thrown: unknown): boolean {
  // A folder under the database's name holds nothing that the player could want.
  if (diskErrorOf(thrown) === 'EISDIR') return true;
  const code = sqliteCode(thrown);
  return (
    code === SQLITE_IOERR_SHORT_READ ||
    [SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB].some((damage) => primary(code) === damage)
  );
}

function sqliteCode(thrown: unknown): number {
  const code = (thrown as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code : 0;
}

/** The lower byte of SQLite's extended codes is the kind of error. */
function primary(code: number): number {
  return code & 0xff;
}

function unavailable(file: string, thrown: unknown): Result<never> {
  const kind = primary(sqliteCode(thrown));
  if (kind === SQLITE_BUSY || kind === SQLITE_LOCKED) {
    return fail('database-locked', `${file} is in use by another program; stop that one and start again.`, {
      file,
    });
  }
  const reason = describeThrown(thrown);
  const message = `${file} cannot be opened (${reason}); check the disk and its permissions.`;
  return fail('database-unavailable', message, { file, reason, cause: diskErrorOf(thrown) ?? 'unknown' });
}

function moveAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  const target = `${file}.damaged-${stamp}`;
  for (const suffix of companions) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  removeOldest(file);
  return target;
}

/** Damage that comes again and again must not fill the disk. */
function removeOldest(file: string): void {
  const prefix = `${basename(file)}.damaged-`;
  const kept = readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefix) && !/-(?:wal|shm)$/.test(name))
    .sort();
  for (const name of kept.slice(0, -MOST_SET_ASIDE)) {
    for (const suffix of companions)
      rmSync(join(dirname(file), name + suffix), { force: true, recursive: true });
  }
}
