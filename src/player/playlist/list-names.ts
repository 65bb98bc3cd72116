import type { PlaylistItem } from './playlist-item.ts';
import type { HeldPlaylist, HeldSlots } from './playlist-slots.ts';

/** By which text a playlist is known that the server writes anew while it shows the same. Kept in memory only. */
export interface ListNames {
  /** The id that the text has as which a playlist was last fetched. */
  textOf(held: HeldPlaylist | null): string | null;
  /** Where the playlist with this text is; null: it is not held. */
  slotOf(slots: HeldSlots, id: string): keyof HeldSlots | null;
  /** The playlist `held` was fetched as `offered`; `live` are the ids that are still in a slot. */
  renamed(held: HeldPlaylist, offered: HeldPlaylist, live: readonly (string | undefined)[]): void;
  /** The server is back at the text by which a playlist is identified; false: it never was at another. */
  isBack(id: string): boolean;
  /** The items from before the last change: what the screen shows may still be called by their keys. */
  former(): readonly PlaylistItem[];
}

export function createListNames(): ListNames {
  const texts = new Map<string, string>();
  let former: readonly PlaylistItem[] = [];
  const textOf: ListNames['textOf'] = (held) => (held === null ? null : (texts.get(held.id) ?? held.id));
  return {
    textOf,
    slotOf: (slots, id) =>
      (['offered', 'staged', 'playing', 'rejected'] as const).find((name) => textOf(slots[name]) === id) ??
      null,
    renamed: (held, offered, live) => {
      for (const id of texts.keys()) if (!live.includes(id)) texts.delete(id);
      texts.set(held.id, offered.id);
      former = held.items;
    },
    isBack: (id) => texts.delete(id),
    former: () => former,
  };
}
