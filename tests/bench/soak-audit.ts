import type { PlayerDatabase } from '../../src/platform/store/database.types.ts';
import { peekWithPlays } from '../../src/platform/store/peek-plays.ts';
import { soakTypes, type SoakItem } from './soak-media.ts';

/** One showing, as proof of play has it. */
export interface SoakPlay {
  /** Counted from the beginning of the soak. */
  readonly showing: number;
  readonly itemId: string;
  readonly shownMs: number;
  readonly reason: string;
}

/** What the showings say of a list in which every item stands once. */
export interface SoakAudit {
  readonly showings: number;
  /** Names of items that never came round, and types that the list does not have or that never came: the soak is void. */
  readonly missing: readonly string[];
  /** The fewest and the most showings of one item. */
  readonly fewest: number;
  readonly most: number;
  /** Showings that did not follow the item before them in the list; the first of a slice is none. */
  readonly outOfTurn: number;
  /** How far showings were from their time, ms: the middle, 95 of 100, the farthest. */
  readonly offMs: { readonly p50: number; readonly p95: number; readonly max: number };
  /** Of a hundred showings those that were within a tenth of a second of their time. */
  readonly onTime: number;
}

const ON_TIME_MS = 100;
/** Ended with the player, so that they say nothing of how long they should have stood. */
const CUT_OFF = new Set(['stopped', 'screen-lost']);

/** Judges proof of play by the list. `begins`: how many showings there were before each slice. */
export function auditPlays(
  plays: readonly SoakPlay[],
  list: readonly SoakItem[],
  dwellMs: number,
  begins: readonly number[],
): SoakAudit {
  const counts = new Map(list.map(({ id }) => [String(id), 0]));
  for (const { itemId } of plays) counts.set(itemId, (counts.get(itemId) ?? 0) + 1);
  const countOf = ({ id }: SoakItem): number => counts.get(String(id)) ?? 0;
  const places = new Map(list.map(({ id }, place) => [String(id), place]));
  const first = new Set(begins.map((begin) => begin + 1));
  const outOfTurn = plays.filter(({ itemId, showing }, index) => {
    const before = plays[index - 1];
    if (before === undefined || first.has(showing)) return false;
    return places.get(itemId) !== ((places.get(before.itemId) ?? 0) + 1) % list.length;
  }).length;
  const off = plays
    .filter(({ reason }) => !CUT_OFF.has(reason))
    .map(({ shownMs }) => Math.abs(shownMs - dwellMs))
    .sort((one, other) => one - other);
  const quantile = (share: number): number => off[Math.max(0, Math.ceil(share * off.length) - 1)] ?? 0;
  return {
    showings: plays.length,
    missing: [
      ...list.filter((item) => countOf(item) === 0).map(({ name }) => name),
      ...soakTypes.filter((type) => list.every((item) => item.type !== type || countOf(item) === 0)),
    ],
    fewest: Math.min(...list.map(countOf)),
    most: Math.max(...list.map(countOf)),
    outOfTurn,
    offMs: { p50: quantile(0.5), p95: quantile(0.95), max: off.at(-1) ?? 0 },
    onTime: (100 * off.filter((ms) => ms <= ON_TIME_MS).length) / Math.max(1, off.length),
  };
}

/** All showings of the soak. */
export function readPlays(dataFolder: string, seededTo: number): readonly SoakPlay[] {
  return fromDatabase(dataFolder, (database) =>
    database
      .prepare('SELECT id, item_id, shown_ms, reason FROM play_record WHERE id > ? ORDER BY id')
      .all(seededTo)
      .map((row) => ({
        showing: Number(row['id']) - seededTo,
        itemId: String(row['item_id']),
        shownMs: Number(row['shown_ms']),
        reason: String(row['reason']),
      })),
  );
}

/** The number of the newest showing. */
export function lastShowing(dataFolder: string): number {
  return fromDatabase(dataFolder, (database) =>
    Number(database.prepare('SELECT max(id) AS last FROM play_record').get()?.['last'] ?? 0),
  );
}

/** The player has the database for itself. */
function fromDatabase<Value>(dataFolder: string, ask: (database: PlayerDatabase) => Value): Value {
  const database = peekWithPlays(dataFolder);
  try {
    return ask(database);
  } finally {
    database.close();
  }
}
