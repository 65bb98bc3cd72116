import type { ProgramItem } from '../shared/program.ts';

/** The same bytes in the same role: what a layer of the one can show for the other. */
export function isSameMedia(one: ProgramItem, other: ProgramItem): boolean {
  return one.source === other.source && one.kind === other.kind && one.muted === other.muted;
}
