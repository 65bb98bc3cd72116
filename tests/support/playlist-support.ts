import { join } from 'node:path';
import { createDiskWrites } from '../../src/platform/files/disk-writes.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { keepPlayingCopy } from '../../src/player/playlist/playing-copy.ts';
import { createPlaylistManager } from '../../src/player/playlist/playlist-manager.ts';
import type { PlaylistManager } from '../../src/player/playlist/playlist-manager.types.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { Program } from '../../src/shared/program.ts';
import { createKeyValueStore } from '../../src/platform/store/key-value-store.ts';
import { createPlaylistRecords, type PlaylistRecords } from '../../src/platform/store/playlist-records.ts';
import { openTestStore, type TestStore, type TestStoreOptions } from './media-support.ts';

export interface TestPlayer extends TestStore {
  readonly playlists: PlaylistManager;
  readonly records: PlaylistRecords;
  /** Every program that was sent to the screen, oldest first. */
  readonly programs: (Program | null)[];
}

/** Store and playlists wired as the player wires them, with a renderer that only listens. Not started. */
export function openTestPlayer(options: TestStoreOptions & { readonly onChange?: () => void }): TestPlayer {
  const programs: (Program | null)[] = [];
  let playlists: PlaylistManager | null = null;
  const opened = openTestStore({
    ...options,
    onEvent: (event) => {
      playlists?.mediaEvent(event);
    },
  });
  const records = keepPlayingCopy(
    createPlaylistRecords(opened.database),
    opened.index,
    join(options.dataFolder, 'playing.json'),
    createDiskWrites(createSystemClock()),
    createSilentLog(),
  );
  const made = createPlaylistManager({
    records,
    keyValues: createKeyValueStore(opened.database),
    media: opened.store,
    clock: createSystemClock(),
    log: options.log ?? createSilentLog(),
    serverUrl: () => options.origin,
    downloadHours: { isOpen: () => true, lookAgainMs: () => 60_000 },
    // Waits between rounds are a random part of their bound: none here.
    random: () => 0.02,
    onProgram: (program) => programs.push(program),
    onChange: options.onChange ?? (() => undefined),
  });
  playlists = made;
  return {
    ...opened,
    playlists: made,
    records,
    programs,
    close: async () => {
      await made.stop();
      await opened.close();
    },
  };
}

/** The names of what a program shows, in order; null: there is no program. */
export function namesOf(program: Program | null | undefined): readonly string[] | null {
  return program?.items.map(({ fileName }) => fileName) ?? null;
}
