import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { schemaVersion, steps } from '../../src/platform/store/migrations.ts';
import { openDataFolder } from '../../src/platform/store/open-data-folder.ts';
import { startTestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Each was written by a player of its time (tests/support/make-data-folder.ts) and is never made anew. */
const kept = join(import.meta.dirname, '../support/data-folders');
const schemas = steps.map((_, index) => index + 1);

let data: string;

beforeEach(() => {
  data = join(temporaryFolder(), 'data');
});

function versionIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const version = schemaVersion(database);
  database.close();
  return version;
}

test.for(schemas)('a data folder of schema %i plays on, without its server', async (schema) => {
  cpSync(join(kept, `schema-${schema}`), data, { recursive: true });
  expect(versionIn(join(data, 'player.db'))).toBe(schema);
  const player = await startTestPlayer(data);
  try {
    const { playlist, problems } = await player.until(({ state }) => state === 'playing', 'playing');
    expect(playlist.items).toBe(2);
    expect(problems.map(({ code }) => code)).not.toContain('database-rebuilt');
    expect(player.playing()?.items.map(({ fileName }) => fileName)).toEqual(['red.jpg', 'blue.webp']);
  } finally {
    await player.stop();
  }
  expect(versionIn(join(data, 'player.db'))).toBe(steps.length);
});

describe('a data folder that a newer version has used', () => {
  const database = (): string => join(data, 'player.db');
  const contents = (): readonly (Buffer | null)[] =>
    ['', '-wal'].map((suffix) =>
      existsSync(database() + suffix) ? readFileSync(database() + suffix) : null,
    );

  beforeEach(() => {
    cpSync(join(kept, `schema-${steps.length}`), data, { recursive: true });
    // Killed, so that its last step stands in the log alone.
    const script = `
      const { DatabaseSync } = await import('node:sqlite');
      const database = new DatabaseSync(${JSON.stringify(database())});
      database.exec('PRAGMA journal_mode = WAL; CREATE TABLE of_tomorrow (a); PRAGMA user_version = 99;');
      process.kill(process.pid, 'SIGKILL');`;
    spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect(contents()[1]?.length).toBeGreaterThan(0);
  });

  test('is refused in words and left as it was', () => {
    const before = contents();
    expect(openDataFolder(data)).toMatchObject({
      ok: false,
      error: { code: 'newer-data-folder', params: { schema: 99 } },
    });
    expect(contents()).toEqual(before);
  });

  test.for([
    ['the player', ['--shell=chromium', '--no-launch']],
    ['a command that changes it', ['cache', 'verify']],
    ['a command that reads it', ['cache', 'status']],
  ] as const)('by %s', { timeout: 120_000 }, ([, words]) => {
    const before = contents();
    const main = join(import.meta.dirname, '../../src/cli/main.ts');
    const ended = spawnSync(process.execPath, [main, ...words, `--data-dir=${data}`], {
      encoding: 'utf8',
      env: { ...process.env, DIGIPLAYER_SUPERVISED: '1' },
      // The first start on a fresh machine builds; one that is not refused would play on.
      timeout: 90_000,
    });
    expect(ended.status).toBe(1);
    expect(`${ended.stdout}${ended.stderr}`).toMatch(/newer version of (DigiPlayer|the player)/);
    expect(contents()).toEqual(before);
  });
});
