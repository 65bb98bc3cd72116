import { existsSync } from 'node:fs';
import { describeThrown, fail, type Result } from '../shared/result.ts';
import type { PlayerDatabase } from '../platform/store/database.types.ts';
import { peekDatabase } from '../platform/store/peek-database.ts';
import { dataFile } from '../platform/files/data-files.ts';
import {
  createPlayRecords,
  isoWithOffset,
  playRecordsHeader,
  playRecordsToCsv,
  type PlayRecord,
} from '../platform/store/play-records.ts';

/** So many records are in memory at a time. */
const BATCH = 2_000;

/** Prints the proof of play of this data folder, as CSV or as one JSON object a line; also beside a running player. */
export function printPlays(dataFolder: string, json: boolean): number {
  const file = dataFile(dataFolder, 'database');
  if (!existsSync(file)) {
    return failed(fail('no-cache', `No player has run with the data folder ${dataFolder}.`), json);
  }
  let database: PlayerDatabase | null = null;
  try {
    database = peekDatabase(file);
    if (!json) process.stdout.write(playRecordsHeader);
    for (const batch of createPlayRecords(database).batches(BATCH)) {
      process.stdout.write(json ? batch.map(toJsonLine).join('') : playRecordsToCsv(batch));
    }
    return 0;
  } catch (thrown) {
    return failed(fail('disk-error', `The proof of play cannot be read: ${describeThrown(thrown)}.`), json);
  } finally {
    database?.close();
  }
}

function toJsonLine(record: PlayRecord): string {
  return `${JSON.stringify({
    started_at: isoWithOffset(record.startedAtMs),
    shown_ms: record.shownMs,
    item_id: record.itemId,
    file_name: record.fileName,
    sha256: record.sha256,
    playlist_version: record.playlistVersion,
    complete: record.complete,
    reason: record.reason,
  })}\n`;
}

function failed(result: Extract<Result<never>, { ok: false }>, json: boolean): number {
  if (json) console.log(JSON.stringify(result, null, 2));
  else console.error(result.error.message);
  return 1;
}
