import { csvLine, isoWithOffset, secondsText, type PlayRecord } from './play-records.ts';

/** How often and how long one item was shown on one day of this machine's calendar. */
export interface PlayTotal {
  /** `2026-01-31`. */
  readonly day: string;
  readonly itemId: string;
  readonly fileName: string;
  readonly showings: number;
  /** Of these, shown as long as they should be. */
  readonly complete: number;
  readonly shownMs: number;
}

const LENGTH_OF_DAY = '2026-01-31'.length;

/**
 * Adds up proof of play by day and item: one list for each day, the item that was shown longest first. A showing belongs to
 * the day on which it began. Only one day is in memory at a time, so that one which comes again, since the clock was set back,
 * has a list of its own.
 */
export function* totalPlays(
  batches: Iterable<readonly PlayRecord[]>,
): Generator<readonly PlayTotal[], void, undefined> {
  let totals = new Map<string, PlayTotal>();
  let today = '';
  for (const batch of batches) {
    for (const record of batch) {
      const day = isoWithOffset(record.startedAtMs).slice(0, LENGTH_OF_DAY);
      if (day !== today && totals.size > 0) {
        yield inOrder(totals);
        totals = new Map();
      }
      today = day;
      add(totals, day, record);
    }
  }
  if (totals.size > 0) yield inOrder(totals);
}

function add(
  totals: Map<string, PlayTotal>,
  day: string,
  { itemId, fileName, complete, shownMs }: PlayRecord,
): void {
  const key = JSON.stringify([itemId, fileName]);
  const before = totals.get(key) ?? { day, itemId, fileName, showings: 0, complete: 0, shownMs: 0 };
  totals.set(key, {
    ...before,
    showings: before.showings + 1,
    complete: before.complete + (complete ? 1 : 0),
    shownMs: before.shownMs + shownMs,
  });
}

function inOrder(totals: ReadonlyMap<string, PlayTotal>): readonly PlayTotal[] {
  return [...totals.values()].sort((one, other) => other.shownMs - one.shownMs);
}

/** The first line of totals as CSV. */
export const playTotalsHeader = 'day,item_id,file_name,showings,complete,shown_s\r\n';

/** Totals as lines of CSV (RFC 4180), lengths in seconds. */
export function playTotalsToCsv(totals: readonly PlayTotal[]): string {
  return totals
    .map(({ day, itemId, fileName, showings, complete, shownMs }) =>
      csvLine([day, itemId, fileName, String(showings), String(complete), secondsText(shownMs)]),
    )
    .join('');
}
