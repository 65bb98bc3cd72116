import type { PlayRecords } from '../../platform/store/play-records.ts';
import { csvLine } from '../../platform/store/play-records.ts';
import { playTotalsHeader, playTotalsToCsv, totalPlays } from '../../platform/store/play-totals.ts';
import type { StickStatus } from '../../shared/status.ts';
import type { StickLabel } from './stick-format.ts';

/** The newest showings that are added up for a receipt, a month of an item each two minutes; and the lines that come of it. */
const MOST_RECORDS = 20_000;
const MOST_LINES = 10_000;
const BATCH = 500;

/**
 * What a screen leaves on the stick of its own list: what came of it, then, below an empty line, how often and how long each
 * item was shown, by day. CSV, without secrets.
 */
export function writeReceipt(
  label: StickLabel,
  { at, outcome, failure }: StickStatus,
  plays: Pick<PlayRecords, 'batches'>,
): string {
  const made = new Date(label.madeAtMs).toISOString();
  let text = csvLine(['read_at', 'screen', 'list_made_at', 'outcome', 'message']);
  text += csvLine([at, label.hostname, made, outcome, failure?.message ?? '']);
  text += `\r\n${playTotalsHeader}`;
  let left = MOST_LINES;
  for (const day of totalPlays(plays.batches(BATCH, MOST_RECORDS))) {
    text += playTotalsToCsv(day.slice(0, left));
    left -= day.length;
    if (left <= 0) break;
  }
  return text;
}
