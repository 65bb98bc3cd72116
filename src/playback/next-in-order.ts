import type { Program, ProgramItem } from '../shared/program.ts';
import type { Moment } from './moment.ts';
import { canPlay } from './playable.ts';
import type { Schedule, Showing } from './schedule.types.ts';
import { FIRST_TURN, nextInShuffle } from './shuffle.ts';

/** The next item that can play, in the order of the list or by chance. */
export function nextInOrder(
  schedule: Schedule,
  program: Program,
  moment: Moment,
): Pick<Showing, 'item' | 'turn'> | null {
  const isPlayable = (item: ProgramItem): boolean => canPlay(item, schedule.quarantine, moment);
  if (program.shuffle !== undefined) return nextByChance(schedule, program, program.shuffle, isPlayable);
  const start = firstIndex(schedule, program);
  for (let step = 0; step < program.items.length; step += 1) {
    const item = program.items[(start + step) % program.items.length];
    if (item !== undefined && isPlayable(item)) return { item };
  }
  return null;
}

/** A start goes on with the item that was on the screen, in the middle of its round; another list goes on in the round of the one before. */
function nextByChance(
  { current }: Schedule,
  { items, resumeAt }: Program,
  { seed, turn: resumed }: NonNullable<Program['shuffle']>,
  isPlayable: (item: ProgramItem) => boolean,
): Pick<Showing, 'item' | 'turn'> | null {
  if (current !== null) {
    const turn = current.turn ?? { ...FIRST_TURN, place: current.item.key };
    return nextInShuffle(items, seed, { turn, item: current.item }, isPlayable);
  }
  const item = items.find(({ key }) => key === resumeAt) ?? null;
  const turn = resumed ?? { ...FIRST_TURN, place: item?.key ?? null };
  return item !== null && isPlayable(item)
    ? { item, turn }
    : nextInShuffle(items, seed, { turn, item }, isPlayable);
}

/** Where the search for the next item begins. */
function firstIndex({ program: running, current }: Schedule, program: Program): number {
  const resumed = program.items.findIndex((item) => item.key === program.resumeAt);
  if (current === null) return Math.max(0, resumed);
  if (current.programId === program.id) return indexAfter(current, running, program);
  return resumed >= 0 ? resumed : indexBehindStanding(current, running, program);
}

/** After the current item; when a revision has dropped it, after the nearest item before it that is still there. */
function indexAfter(current: Showing, running: Program | null, program: Program): number {
  const before = running?.items ?? [];
  const at = before.findIndex((item) => item.key === current.item.key);
  const alive = before
    .slice(0, at + 1)
    .map((item) => program.items.findIndex((other) => other.key === item.key))
    .filter((index) => index >= 0)
    .at(-1);
  if (alive !== undefined) return alive + 1;
  const same = indexOfSame(current.item, Math.max(0, at), program);
  return same === null ? 0 : same + 1;
}

/**
 * Where another list goes on: behind the item that stands, found by its content, else by its id, else by its place. A
 * list whose text changes at each poll would never get past its first items otherwise.
 */
function indexBehindStanding({ item }: Showing, running: Program | null, program: Program): number {
  const place = Math.max(0, running?.items.findIndex(({ key }) => key === item.key) ?? 0);
  const next = (indexOfSame(item, place, program) ?? place) + 1;
  return next < program.items.length ? next : 0;
}

/** The item with the same content, the one nearest to `place`; else that with the same id. */
function indexOfSame({ source, id }: ProgramItem, place: number, { items }: Program): number | null {
  const [nearest] = items
    .flatMap((other, index) => (other.source === source ? [index] : []))
    .sort((one, other) => Math.abs(one - place) - Math.abs(other - place));
  const sameId = items.findIndex((other) => other.id === id);
  return nearest ?? (sameId >= 0 ? sameId : null);
}
