import type { PlanSlot } from '../../shared/program.ts';
import type { MediaRequest, MediaRecord } from '../media/media-types.ts';
import type { PlaylistItem } from './playlist-item.ts';
import { DEFAULT_DURATION_MS, mediaRequestOf } from './program-for.ts';

/** Answers the plan of a list; the very same one while nothing about it changed. */
export type GroupSlots = (
  items: readonly PlaylistItem[],
  find: (need: MediaRequest) => MediaRecord | null,
) => readonly PlanSlot[];

/**
 * Makes {@link GroupSlots}. Every item of the list has its place, whether or not its file is here: equal lists and equal files
 * make equal plans. Only a video without a duration whose file is missing has none that could be known, and counts as ten
 * seconds.
 */
export function createGroupSlots(): GroupSlots {
  let list: readonly PlaylistItem[] | null = null;
  let slots: readonly PlanSlot[] = [];
  return (items, find) => {
    const lengths = items.map((item) => lengthOf(item, find));
    const isSame = list === items && slots.every(({ lengthMs }, place) => lengthMs === lengths[place]);
    if (isSame) return slots;
    list = items;
    slots = items.map(({ key, window }, place) => ({
      key,
      window,
      lengthMs: lengths[place] ?? DEFAULT_DURATION_MS,
    }));
    return slots;
  };
}

function lengthOf(item: PlaylistItem, find: (need: MediaRequest) => MediaRecord | null): number {
  const need = item.durationMs === null ? mediaRequestOf(item) : null;
  const lengthMs = item.durationMs ?? (need === null ? null : find(need)?.durationMs) ?? DEFAULT_DURATION_MS;
  return Math.max(1, Math.round(lengthMs));
}
