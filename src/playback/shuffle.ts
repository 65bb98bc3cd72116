import type { ProgramItem, ShuffleTurn } from '../shared/program.ts';

/** An item and its place in its round. */
export interface ShuffledItem {
  readonly item: ProgramItem;
  readonly turn: ShuffleTurn;
}

/** One round of a list. */
interface Round {
  readonly round: number;
  readonly seed: number;
  readonly places: readonly { readonly item: ProgramItem; readonly rank: number }[];
}

/** The round that runs and the one behind it: at the edge both are asked for at each look. */
const ROUNDS_KEPT = 2;
const kept = new WeakMap<readonly ProgramItem[], readonly Round[]>();

/** Where a list begins of which nothing was shown. */
export const FIRST_TURN: ShuffleTurn = { round: 0, place: null, owed: null };

/**
 * The item behind `last` in an order by chance, a new one for each round: every item that can play has one turn in a round, and none
 * follows itself while another can play. An item's place in a round depends on `seed`, round and key alone, so that a list that
 * grows or shrinks moves no other item, and a restart goes on in the middle of a round. Null: none can play. Pure.
 */
export function nextInShuffle(
  items: readonly ProgramItem[],
  seed: number,
  last: { readonly turn: ShuffleTurn; readonly item: ProgramItem | null },
  canPlay: (item: ProgramItem) => boolean,
): ShuffledItem | null {
  const { turn } = last;
  const owed = turn.owed === null ? undefined : items.find(({ key }) => key === turn.owed);
  if (owed !== undefined && !isSame(owed, last.item) && canPlay(owed)) {
    return { item: owed, turn: { ...turn, owed: null } };
  }
  const rest = roundOf(items, seed, turn.round).find(
    ({ item, rank }) => isBehind(turn, item, rank, seed) && canPlay(item),
  )?.item;
  return rest === undefined
    ? firstOfNext(items, seed, last, canPlay)
    : { item: rest, turn: { ...turn, place: rest.key } };
}

/** What would follow itself over the edge of two rounds gives way to the next, and has its turn behind it. */
function firstOfNext(
  items: readonly ProgramItem[],
  seed: number,
  { turn, item: before }: { readonly turn: ShuffleTurn; readonly item: ProgramItem | null },
  canPlay: (item: ProgramItem) => boolean,
): ShuffledItem | null {
  const round = turn.round + 1;
  const playable = roundOf(items, seed, round).filter(({ item }) => canPlay(item));
  const [first, second] = playable;
  if (first === undefined) return null;
  if (second === undefined || !isSame(first.item, before)) {
    return { item: first.item, turn: { round, place: first.item.key, owed: null } };
  }
  return { item: second.item, turn: { round, place: second.item.key, owed: first.item.key } };
}

function isBehind({ round, place }: ShuffleTurn, { key }: ProgramItem, rank: number, seed: number): boolean {
  if (place === null) return true;
  const placed = rankOf(seed, round, place);
  return rank === placed ? key > place : rank > placed;
}

/** The same key in another list may be another item. */
function isSame({ key, source }: ProgramItem, other: ProgramItem | null): boolean {
  return other !== null && key === other.key && source === other.source;
}

function roundOf(items: readonly ProgramItem[], seed: number, round: number): Round['places'] {
  const known = kept.get(items) ?? [];
  const found = known.find((one) => one.round === round && one.seed === seed);
  if (found !== undefined) return found.places;
  const places = items.map((item) => ({ item, rank: rankOf(seed, round, item.key) }));
  places.sort((one, other) => one.rank - other.rank || (one.item.key < other.item.key ? -1 : 1));
  kept.set(items, [{ round, seed, places }, ...known].slice(0, ROUNDS_KEPT));
  return places;
}

/** A number by chance, the same for the same seed, round and key: FNV-1a, its bits mixed as MurmurHash3 ends. */
function rankOf(seed: number, round: number, key: string): number {
  let hash = (seed ^ Math.imul(round + 1, 0x9e3779b1)) | 0;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
