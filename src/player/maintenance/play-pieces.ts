import { setImmediate } from 'node:timers/promises';
import type { Redactor } from '../../platform/logging/redactor.ts';
import { playRecordsHeader, playRecordsToCsv, type PlayRecords } from '../../platform/store/play-records.ts';
import { playTotalsHeader, playTotalsToCsv, totalPlays } from '../../platform/store/play-totals.ts';
import { createLineCleaner } from './clean-text.ts';

/** A month of a screen with an item each two minutes; the sums go further back. */
const MOST_RECORDS = 20_000;
/** Turned into clean text at once, within a few milliseconds. */
const BATCH = 200;
const MOST_TOTALS = 20_000;

/** The newest showings as CSV, piece by piece, without secrets. */
export async function* playPieces(
  plays: Pick<PlayRecords, 'batches'>,
  redactor: Redactor,
): AsyncGenerator<Uint8Array> {
  const lines = createLineCleaner(redactor);
  yield Buffer.from(lines.push(Buffer.from(playRecordsHeader)));
  for (const batch of plays.batches(BATCH, MOST_RECORDS)) {
    yield Buffer.from(lines.push(Buffer.from(playRecordsToCsv(batch))));
    await setImmediate();
  }
  yield Buffer.from(lines.end());
}

/** All that is known of how often and how long each item was shown, by day, as CSV; so many lines at most, without secrets. */
export async function* totalPieces(
  plays: Pick<PlayRecords, 'batches'>,
  redactor: Redactor,
): AsyncGenerator<Uint8Array> {
  const lines = createLineCleaner(redactor);
  yield Buffer.from(lines.push(Buffer.from(playTotalsHeader)));
  let left = MOST_TOTALS;
  for (const day of totalPlays(plays.batches(BATCH))) {
    yield Buffer.from(lines.push(Buffer.from(playTotalsToCsv(day.slice(0, left)))));
    left -= day.length;
    if (left <= 0) break;
    await setImmediate();
  }
  yield Buffer.from(lines.end());
}
