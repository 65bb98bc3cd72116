import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, it } from 'vitest';
import { steps } from '../../../../src/platform/store/migrations.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let file: string;

beforeEach(() => {
  file = join(temporaryFolder(), 'player.db');
});

/** A database as the version before the newest step left it, with one note in it. */
function makeOlder(): void {
  const older = new DatabaseSync(file);
  older.exec('PRAGMA journal_mode = WAL');
  for (const step of steps.slice(0, -1)) older.exec(step);
  older.exec(
    `CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('kept'); PRAGMA user_version = ${steps.length - 1}`,
  );
  older.close();
}

const notes = (path: string): unknown[] => {
  const connection = new DatabaseSync(path, { readOnly: true });
  try {
    return connection
      .prepare('SELECT text FROM note')
      .all()
      .map(({ text }) => text);
  } finally {
    connection.close();
  }
};

it('is copied before its schema goes on, for its owner alone, so that the version before opens its own', () => {
  makeOlder();
  openDatabase(file).close();
  const copy = `${file}.schema-${steps.length - 1}`;
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(notes(copy)).toEqual(['kept']);
  const reopened = new DatabaseSync(copy);
  expect(reopened.prepare('PRAGMA user_version').get()).toEqual({ user_version: steps.length - 1 });
  reopened.close();
});

it('that is new, or has the newest schema, is not copied', () => {
  openDatabase(file).close();
  openDatabase(file).close();
  expect(readdirSync(join(file, '..'))).toEqual(['player.db']);
});

it('that a newer version migrated is put back as this version left it', () => {
  openDatabase(file).close();
  const own = new DatabaseSync(file);
  own.exec("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('before')");
  own.prepare('VACUUM INTO ?').run(`${file}.schema-${steps.length}`);
  own.exec(`UPDATE note SET text = 'after'; PRAGMA user_version = ${steps.length + 3}`);
  own.close();
  openDatabase(file).close();
  expect(notes(file)).toEqual(['before']);
  expect(existsSync(`${file}.schema-${steps.length}`)).toBe(false);
});

it('that a newer version migrated and left no copy of is left as it is', () => {
  openDatabase(file).close();
  const newer = new DatabaseSync(file);
  newer.exec(
    `CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('newer'); PRAGMA user_version = ${steps.length + 1}`,
  );
  newer.close();
  expect(() => openDatabase(file)).toThrow('a newer version of the player wrote it');
  expect(notes(file)).toEqual(['newer']);
});

it('is not migrated where no copy can be made', () => {
  makeOlder();
  mkdirSync(join(`${file}.copying`, 'in the way'), { recursive: true });
  expect(() => openDatabase(file)).toThrow();
  const untouched = new DatabaseSync(file);
  expect(untouched.prepare('PRAGMA user_version').get()).toEqual({ user_version: steps.length - 1 });
  untouched.close();
});
