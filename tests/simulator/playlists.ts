import type { PlaylistItem } from './types.ts';

type Version = number | string | null;

export interface Playlists {
  set(hostname: string, items: readonly PlaylistItem[], version?: Version): void;
  setBody(hostname: string, body: unknown): void;
  /** What `/api/playlists` answers; an empty list of version 0 for a player that was given none. */
  body(hostname: string): unknown;
  remove(hostname: string): void;
}

export function createPlaylists(): Playlists {
  const bodies = new Map<string, unknown>();
  const versions = new Map<string, Version>();

  const nextVersion = (hostname: string): number => {
    const before = versions.get(hostname);
    return typeof before === 'number' ? before + 1 : 1;
  };

  return {
    set(hostname, items, version = nextVersion(hostname)) {
      versions.set(hostname, version);
      bodies.set(hostname, {
        playlist: items,
        ...(version === null ? {} : { playlist_version: version }),
      });
    },
    setBody(hostname, body) {
      bodies.set(hostname, body);
    },
    body(hostname) {
      return bodies.has(hostname) ? bodies.get(hostname) : { playlist: [], playlist_version: 0 };
    },
    remove(hostname) {
      bodies.delete(hostname);
      versions.delete(hostname);
    },
  };
}
