import { describeThrown } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { PlaylistRecord, PlaylistRecords, PlaylistSlot } from '../../platform/store/playlist-records.ts';
import { playlistItemsSchema, type PlaylistItem } from './playlist-item.ts';

/** A playlist in its slot, with its items parsed. */
export interface HeldPlaylist {
  readonly id: string;
  readonly version: string | null;
  readonly items: readonly PlaylistItem[];
  readonly complete: boolean;
}

export type HeldSlots = Readonly<Record<PlaylistSlot, HeldPlaylist | null>>;

/** The five slots in memory and in player.db. */
export interface PlaylistSlots {
  read(): HeldSlots;
  /**
   * Moves playlists between slots, as one database transaction. When the disk refuses, the screen goes on with what is
   * in memory, and the next move writes all of it.
   */
  move(changes: Partial<HeldSlots>): void;
  /** The last move is not on the disk. */
  unsaved(): boolean;
}

/** Loads the slots. A record that cannot be read is as good as none. */
export function loadPlaylistSlots(records: PlaylistRecords, log: Log): PlaylistSlots {
  const load = (slot: PlaylistSlot): HeldPlaylist | null => {
    const record = records.read(slot);
    const held = record === null ? null : parseRecord(record);
    if (record !== null && held === null) log.error('A stored playlist cannot be read', { slot });
    return held;
  };
  let held: HeldSlots = {
    offered: load('offered'),
    staged: load('staged'),
    playing: load('playing'),
    previous: load('previous'),
    rejected: load('rejected'),
  };
  let unsaved = false;
  return {
    read: () => held,
    unsaved: () => unsaved,
    move: (changes) => {
      held = { ...held, ...changes };
      const toWrite = Object.entries(unsaved ? held : changes);
      const written = toWrite.map(([slot, value]) => [slot, value && toRecord(value)]);
      try {
        records.write(Object.fromEntries(written) as Parameters<PlaylistRecords['write']>[0]);
        unsaved = false;
      } catch (thrown) {
        unsaved = true;
        log.error('The playlist could not be saved', { reason: describeThrown(thrown) });
      }
    },
  };
}

function parseRecord({ id, version, items, complete }: PlaylistRecord): HeldPlaylist | null {
  try {
    const parsed = playlistItemsSchema.safeParse(JSON.parse(items));
    return parsed.success ? { id, version, items: parsed.data, complete } : null;
  } catch {
    return null;
  }
}

function toRecord({ id, version, items, complete }: HeldPlaylist): PlaylistRecord {
  return { id, version, items: JSON.stringify(items), complete };
}
