import type { PlaylistItem } from './playlist-item.ts';

const known = new WeakMap<readonly PlaylistItem[], readonly PlaylistItem[]>();

/** The items of a list without the one that stands in for it; the very same array each time. */
export function listedItems(items: readonly PlaylistItem[]): readonly PlaylistItem[] {
  if (items.at(-1)?.isDefault !== true) return items;
  const listed = known.get(items) ?? items.slice(0, -1);
  known.set(items, listed);
  return listed;
}

/** The item that stands in for a list while nothing of it can play; it is the last one, where there is any. */
export function defaultItems(items: readonly PlaylistItem[]): readonly PlaylistItem[] {
  return items.slice(listedItems(items).length);
}
