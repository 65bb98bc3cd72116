/** What can be mutated: the sources of a room, and the tests that must notice. */
export interface Room {
  /** The folder of its sources. */
  readonly folder: string;
  /** Globs of the tests that are asked first. */
  readonly tests: readonly string[];
  /** Those that are asked only about what none of the others noticed. */
  readonly slowTests: readonly string[];
}

const integration = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `tests/integration/${name}.test.ts`);

/**
 * The rooms whose mistakes nobody would see for weeks. Where the work of a room can only be seen with a real server, a real
 * handshake or a real disk, the integration tests that do so are asked as well.
 */
export const rooms: Readonly<Record<string, Room>> = {
  playback: {
    folder: 'src/playback',
    // When the panel is on and off is tried with what turns it.
    tests: ['tests/unit/playback/**/*.test.ts', 'tests/unit/player/screen/panel-control.test.ts'],
    slowTests: [],
  },
  trust: {
    folder: 'src/player/trust',
    tests: ['tests/unit/player/trust/**/*.test.ts'],
    slowTests: integration('trust-first-contact', 'trust-rotation', 'trust-stranger'),
  },
  heartbeat: {
    folder: 'src/player/heartbeat',
    tests: ['tests/unit/player/heartbeat/**/*.test.ts'],
    slowTests: [],
  },
  playlist: {
    folder: 'src/player/playlist',
    tests: ['tests/unit/player/playlist/**/*.test.ts'],
    slowTests: integration('playlist-manager', 'playlist-signed', 'playlist-lost-database'),
  },
};
