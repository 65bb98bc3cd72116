import type { ProgramItem } from '../../shared/program.ts';

/** Whether two lists show the same: the same content in the same order, for as long, at the same times. */
export function showsTheSame(one: readonly ProgramItem[], other: readonly ProgramItem[]): boolean {
  return one.length === other.length && one.every((item, place) => isSameItem(item, other[place]));
}

/** The names by which a list calls an item are not seen on a screen. */
function isSameItem(one: ProgramItem, other: ProgramItem | undefined): boolean {
  return (
    one === other ||
    (one.source === other?.source &&
      one.kind === other.kind &&
      one.durationMs === other.durationMs &&
      one.muted === other.muted &&
      JSON.stringify(one.window) === JSON.stringify(other.window))
  );
}
