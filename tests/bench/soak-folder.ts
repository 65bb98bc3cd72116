import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberedLog } from '../../src/platform/logging/own-log.ts';
import { openDatabase } from '../../src/platform/store/open-database.ts';
import { defaultSettings } from '../../src/shared/settings-schema.ts';
import { BYTES_PER_MB } from '../../src/shared/units.ts';

/** As many as a player keeps. */
const KEPT_SHOWINGS = 1_000_000;
const LINE = `${JSON.stringify({
  time: '2026-01-01T00:00:00.000Z',
  level: 'info',
  message: 'A line of months ago',
})}\n`;

/**
 * Makes the data folder of a player that has played for months: as much proof of play and as many full logs as it ever keeps, so
 * that what still grows grows for ever. Answers the number of the last showing.
 */
export function makeSeasonedFolder(folder: string, dwellSeconds: number): number {
  mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 });
  const { logMaxFiles, logMaxSizeMb } = defaultSettings();
  const full = LINE.repeat(Math.floor((logMaxSizeMb * BYTES_PER_MB) / LINE.length));
  for (let index = 0; index < logMaxFiles; index++) {
    writeFileSync(numberedLog(join(folder, 'logs/player.log'), index), full, { mode: 0o600 });
  }
  const database = openDatabase(join(folder, 'player.db'));
  try {
    const insert = database.prepare(
      `INSERT INTO play_record (started_at_ms, shown_ms, item_id, file_name, sha256, playlist_version, complete, reason)
       VALUES (?, ?, ?, ?, ?, ?, 1, 'duration')`,
    );
    const dwellMs = dwellSeconds * 1000;
    const beganMs = Date.now() - KEPT_SHOWINGS * dwellMs;
    database.transaction(() => {
      for (let at = 0; at < KEPT_SHOWINGS; at++) {
        insert.run(
          beganMs + at * dwellMs,
          dwellMs,
          String(1 + (at % 10)),
          'months-ago.jpg',
          'a'.repeat(64),
          '1',
        );
      }
    });
    return Number(database.prepare('SELECT max(id) AS last FROM play_record').get()?.['last']);
  } finally {
    database.close();
  }
}

/** The database with its log, KB. */
export function databaseKb(folder: string): number {
  return ['', '-wal', '-shm'].reduce((sum, end) => sum + sizeKb(join(folder, `player.db${end}`)), 0);
}

/** All files of the log together, KB. */
export function logKb(folder: string): number {
  const path = join(folder, 'logs/player.log');
  const files = Array.from({ length: defaultSettings().logMaxFiles + 1 }, (_, index) =>
    numberedLog(path, index),
  );
  return files.reduce((sum, file) => sum + sizeKb(file), 0);
}

const sizeKb = (path: string): number => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / 1024;
