import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../../src/shared/result.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { peekDatabase } from '../../../../src/platform/store/peek-database.ts';
import { openOrRebuild } from '../../../../src/platform/store/open-or-rebuild.ts';
import type { OpenedDatabase } from '../../../../src/platform/store/open-or-rebuild.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let file: string;
const now = (): number => Date.UTC(2026, 0, 2, 3, 4, 5);

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'player.db');
});

function opened(result: Result<OpenedDatabase>): OpenedDatabase {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function fillAndClose(): void {
  const { database } = opened(openOrRebuild(file, now));
  const kept = createKeyValueStore(database);
  for (let index = 0; index < 200; index += 1) kept.set(`name ${index}`, 'x'.repeat(500));
  database.close();
}

function expectRebuilt(): void {
  const before = readFileSync(file);
  const { database, rebuilt, setAside } = opened(openOrRebuild(file, now));
  expect(rebuilt).toBe(true);
  expect(setAside).toBe(`${file}.damaged-2026-01-02T03-04-05-000Z`);
  expect(readFileSync(setAside ?? '')).toEqual(before);
  createKeyValueStore(database).set('works', 'again');
  database.close();
}

describe('openOrRebuild', () => {
  it('keeps what a whole database holds', () => {
    fillAndClose();
    const { database, rebuilt, setAside } = opened(openOrRebuild(file, now));
    expect({ rebuilt, setAside }).toEqual({ rebuilt: false, setAside: null });
    expect(createKeyValueStore(database).get('name 7')).toHaveLength(500);
    database.close();
  });

  it('gives the database and its companions mode 600, also those that were there', () => {
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    const { database } = opened(openOrRebuild(file, now));
    createKeyValueStore(database).set('a', 'b');
    for (const name of ['player.db', 'player.db-wal']) {
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    database.close();
  });

  it('has no index of the log in a file, which each commit would make dirty, and nobody beside it', () => {
    const { database } = opened(openOrRebuild(file, now));
    createKeyValueStore(database).set('a', 'b');
    expect(readdirSync(folder).sort()).toEqual(['player.db', 'player.db-wal']);
    const beside = new DatabaseSync(file, { timeout: 0 });
    expect(() => {
      beside.exec('SELECT * FROM kept_value');
    }).toThrow('locked');
    beside.close();
    const copy = peekDatabase(file);
    expect(createKeyValueStore(copy).get('a')).toBe('b');
    copy.close();
    database.close();
  });

  it('sets a database aside that was cut in half', () => {
    fillAndClose();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expectRebuilt();
  });

  it('sets a database aside whose pages were overwritten', () => {
    fillAndClose();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4_096, 24_576);
    writeFileSync(file, bytes);
    expectRebuilt();
  });

  it('sets garbage aside', () => {
    writeFileSync(file, 'This is not a database, and it is longer than a hundred bytes. '.repeat(20));
    expectRebuilt();
  });

  it('sets a database aside whose tables are not what its version says', () => {
    const { database } = opened(openOrRebuild(file, now));
    database.connection.exec('PRAGMA user_version = 0');
    database.close();
    expectRebuilt();
  });

  it('keeps the newest two that were damaged', () => {
    for (let day = 1; day <= 4; day += 1) {
      writeFileSync(file, `garbage of day ${day} `.repeat(50));
      opened(openOrRebuild(file, () => Date.UTC(2026, 0, day))).database.close();
    }
    const damaged = readdirSync(folder).filter((name) => name.includes('damaged'));
    expect(damaged.sort().map((name) => name.slice(0, 28))).toEqual([
      'player.db.damaged-2026-01-03',
      'player.db.damaged-2026-01-04',
    ]);
  });

  it('answers a failure, and sets nothing aside, when the disk does not let it', () => {
    writeFileSync(join(folder, 'no-folder'), '');
    const result = openOrRebuild(join(folder, 'no-folder', 'player.db'), now);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'database-unavailable', params: { cause: 'ENOTDIR' } },
    });
    expect(readdirSync(folder)).toEqual(['no-folder']);
  });

  it('sets a folder aside that stands in its place', () => {
    mkdirSync(join(file, 'something'), { recursive: true });
    const { database, setAside } = opened(openOrRebuild(file, now));
    expect(existsSync(join(setAside ?? '', 'something'))).toBe(true);
    database.close();
  });

  it('keeps what was acknowledged when the process is killed', async () => {
    const script = `
      const { openOrRebuild } = await import(${JSON.stringify(import.meta.resolve('../../../../src/platform/store/open-or-rebuild.ts'))});
      const { createKeyValueStore } = await import(${JSON.stringify(import.meta.resolve('../../../../src/platform/store/key-value-store.ts'))});
      const kept = createKeyValueStore(openOrRebuild(${JSON.stringify(file)}, () => 0).value.database);
      for (let index = 0; ; index += 1) {
        kept.set('count', String(index));
        process.stdout.write(index + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('\n20\n')) child.kill('SIGKILL');
    });
    expect(await once(child, 'close'), 'it was killed at its work').toEqual([null, 'SIGKILL']);
    const acknowledged = Number(output.trimEnd().split('\n').at(-1));
    const { database, rebuilt } = opened(openOrRebuild(file, now));
    expect(rebuilt).toBe(false);
    expect(Number(createKeyValueStore(database).get('count'))).toBeGreaterThanOrEqual(acknowledged);
    database.close();
  });
});
