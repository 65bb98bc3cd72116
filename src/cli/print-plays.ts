import { existsSync } from 'node:fs';
import { describeThrown, fail, type Result } from '../shared/result.ts';
import type { PlayerDatabase } from '../platform/store/database.types.ts';
import { peekWithPlays } from '../platform/store/peek-plays.ts';
import { dataFile } from '../platform/files/data-files.ts';
import {
  createPlayRecords,
  isoWithOffset,
  playRecordsHeader,
  playRecordsToCsv,
  type PlayRecord,
} from '../platform/store/play-records.ts';
import {
  playTotalsHeader,
  playTotalsToCsv,
  totalPlays,
  type PlayTotal,
} from '../platform/store/play-totals.ts';

/** So many records are in memory at a time. */
const BATCH = 2_000;

export interface PlaysCommand {
  readonly json: boolean;
  /** Sums by day and item in place of each showing. */
  readonly totals: boolean;
}

/** Prints the proof of play of this data folder, as CSV or as one JSON object a line; also beside a running player. */
export function printPlays(dataFolder: string, { json, totals }: PlaysCommand): number {
  if (!existsSync(dataFile(dataFolder, 'database'))) {
    return failed(fail('no-cache', `No player has run with the data folder ${dataFolder}.`), json);
  }
  let database: PlayerDatabase | null = null;
  try {
    database = peekWithPlays(dataFolder);
    const batches = createPlayRecords(database).batches(BATCH);
    for (const text of totals ? totalLines(batches, json) : recordLines(batches, json)) {
      process.stdout.write(text);
    }
    return 0;
  } catch (thrown) {
    return failed(fail('disk-error', `The proof of play cannot be read: ${describeThrown(thrown)}.`), json);
  } finally {
    database?.close();
  }
}

function* recordLines(batches: Iterable<readonly PlayRecord[]>, json: boolean): Generator<string> {
  if (!json) yield playRecordsHeader;
  for (const batch of batches) yield json ? batch.map(toJsonLine).join('') : playRecordsToCsv(batch);
}

function* totalLines(batches: Iterable<readonly PlayRecord[]>, json: boolean): Generator<string> {
  if (!json) yield playTotalsHeader;
  for (const day of totalPlays(batches)) {
    yield json ? day.map(totalToJsonLine).join('') : playTotalsToCsv(day);
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

function totalToJsonLine({ day, itemId, fileName, showings, complete, shownMs }: PlayTotal): string {
  const names = { day, item_id: itemId, file_name: fileName };
  return `${JSON.stringify({ ...names, showings, complete, shown_ms: shownMs })}\n`;
}

function failed(result: Extract<Result<never>, { ok: false }>, json: boolean): number {
  if (json) console.log(JSON.stringify(result, null, 2));
  else console.error(result.error.message);
  return 1;
}
