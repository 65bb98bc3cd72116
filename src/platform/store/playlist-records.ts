import type { PlayerDatabase } from './database.types.ts';

/**
 * Where a playlist stands: fetched (`offered`), all here and waiting for the next boundary (`staged`), on the screen
 * (`playing`), to fall back on (`previous`), or given up after it failed on the screen (`rejected`).
 */
export type PlaylistSlot = 'offered' | 'staged' | 'playing' | 'previous' | 'rejected';

/** A playlist as it is kept. */
export interface PlaylistRecord {
  /** The hash of its normalised items. */
  readonly id: string;
  /** The server's version as it came; null when it sent none. */
  readonly version: string | null;
  /** The normalised items as JSON, which `playlist/` writes and parses. */
  readonly items: string;
  /** Everything that could be had was here once; false only for the first one on an empty cache. */
  readonly complete: boolean;
}

/** The playlists of player.db. Every call is one durable transaction. */
export interface PlaylistRecords {
  read(slot: PlaylistSlot): PlaylistRecord | null;
  /** Puts each slot to its value, null emptying it; all of them or none. */
  write(slots: Partial<Readonly<Record<PlaylistSlot, PlaylistRecord | null>>>): void;
}

/** The repository of {@link PlaylistRecords} in `database`. */
export function createPlaylistRecords(database: PlayerDatabase): PlaylistRecords {
  const select = database.prepare('SELECT id, version, items, complete FROM playlist_record WHERE slot = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO playlist_record VALUES (?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM playlist_record WHERE slot = ?');
  return {
    read: (slot) => {
      const row = select.get(slot);
      if (row === undefined) return null;
      const version = row['version'];
      return {
        id: String(row['id']),
        version: typeof version === 'string' ? version : null,
        items: String(row['items']),
        complete: row['complete'] === 1,
      };
    },
    write: (slots) => {
      database.transaction(() => {
        for (const [slot, record] of Object.entries(slots)) {
          if (record === null) remove.run(slot);
          else upsert.run(slot, record.id, record.version, record.items, record.complete ? 1 : 0);
        }
      });
    },
  };
}
