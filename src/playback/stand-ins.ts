import type { Program, ProgramItem } from '../shared/program.ts';

/** Every item that a program may show. */
export function allItems({ items, standIns = [] }: Program): readonly ProgramItem[] {
  return standIns.length === 0 ? items : [...items, ...standIns.flat()];
}

/** Whether an item is none of the program's list, but stands in for it. By its key: the same file may be in both. */
export function isStandIn({ standIns = [] }: Program, { key }: ProgramItem): boolean {
  return standIns.some((list) => list.some((item) => item.key === key));
}

/**
 * What stands in for the list when nothing of it can play: the item behind the `current` one, of the first list of which any
 * can play; null: none can.
 */
export function nextStandIn(
  { standIns = [] }: Program,
  current: ProgramItem | null,
  isPlayable: (item: ProgramItem) => boolean,
): ProgramItem | null {
  for (const list of standIns) {
    const at = list.findIndex(({ key }) => key === current?.key);
    const next = [...list.slice(at + 1), ...list.slice(0, at + 1)].find(isPlayable);
    if (next !== undefined) return next;
  }
  return null;
}

/**
 * The program with only those of its items that are wanted. A list of which none is stays as it is, since content that may fail
 * is better than none; what stands in for it has the standby screen behind it.
 */
export function withOnly(program: Program, isWanted: (item: ProgramItem) => boolean): Program {
  const { standIns } = program;
  const left = program.items.filter(isWanted);
  const own = left.length === 0 ? program : { ...program, items: left };
  return standIns === undefined ? own : { ...own, standIns: standIns.map((list) => list.filter(isWanted)) };
}
