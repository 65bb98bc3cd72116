import { createListAge } from '../../../src/player/stick/list-age.ts';
import { createConnection } from '../../../src/player/connection.ts';
import { createHeartbeat } from '../../../src/player/heartbeat/heartbeat.ts';
import { createOutbox } from '../../../src/player/heartbeat/outbox.ts';
import { createPairingProgress } from '../../../src/player/pairing/pairing-progress.ts';
import { pairingTarget } from '../../../src/player/pairing/pairing-target.ts';
import { createServerTime } from '../../../src/player/server/server-time.ts';
import { createServerTrial } from '../../../src/player/server-trial.ts';
import { createSessionSlot } from '../../../src/player/session-slot.ts';
import { createLiveState } from '../../../src/player/status/live-state.ts';
import { createProblems } from '../../../src/player/status/problems.ts';
import { createPlaylistReports } from '../../../src/player/status/report-events.ts';
import { createKeyValueStore } from '../../../src/platform/store/key-value-store.ts';
import { createOutboxRecords } from '../../../src/platform/store/outbox-records.ts';
import { coalesce } from '../../../src/shared/async.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { settingsSchema, type Settings } from '../../../src/shared/settings-schema.ts';
import type { Snapshot } from '../../../src/shared/status.ts';
import { straightRoute } from '../../../src/player/trust/route.ts';
import { sampleSnapshot } from '../fakes/sample-snapshot.ts';
import { createFleetStages } from './fleet-stages.ts';

/** One screen of a fleet: all that speaks with the server is the product's own code, wired as the player wires it. */
export interface FleetPlayer {
  readonly hostname: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The version of the playlist that plays; null: none yet. */
  version(): string | null;
  /** Whether the server has accepted the sign-in. */
  isPaired(): boolean;
}

export interface FleetPlayerOptions {
  /** `http:` is taken without a question, `https:` pinned on first use. */
  readonly origin: string;
  readonly hostname: string;
  readonly code: string;
  readonly clock: Clock;
  /** Settings that differ from the product's own. */
  readonly settings?: Partial<Settings>;
}

/** Several changes within this time are told as one. */
const SNAPSHOT_GAP_MS = 150;

/**
 * Real: pairing as a file asks for it, trust, the session (sign-in, verification, poll), http over real sockets, the playlist's
 * planning of downloads, heartbeat and outbox. Faked, since they are no business of the server's: the disk (database and vault
 * are in memory, the store of media counts bytes and keeps none), the window (shows what it is told at once), the rest of the
 * snapshot that a beat is made of, and the log.
 */
export function createFleetPlayer(options: FleetPlayerOptions): FleetPlayer {
  const { origin, hostname, code, clock } = options;
  const settings = settingsSchema.parse({
    ...options.settings,
    serverUrl: origin,
    hostname,
    quickconnectCode: code,
    useServerCertificate: origin.startsWith('https:'),
  });
  const session = createSessionSlot();
  const live = createLiveState();
  const published = coalesce(clock, SNAPSHOT_GAP_MS, () => {
    reportPlaylist(stages.playlists.status(), stages.playlists.problems());
    heartbeat.changed();
  });
  const onChange = published.ask;
  const stages = createFleetStages({
    clock,
    settings,
    download: session.download,
    serverUrl: () => session.credentials()?.serverUrl ?? origin,
    onProgram: (program) => {
      if (program === null) return;
      // A window takes a program over at its next boundary; this one has no boundaries.
      queueMicrotask(() => {
        stages.playlists.confirmPlaying(program.id);
      });
    },
    onChange,
  });
  const { log } = stages.logging;
  const keyValues = createKeyValueStore(stages.database);
  const serverTime = createServerTime({ clock, buildMs: clock.now(), keyValues, log });
  const outbox = createOutbox({
    records: createOutboxRecords(stages.database),
    flush: () => stages.database.flush(),
    send: session.send,
    clock,
    log,
    clockSkewMs: () => serverTime.skewMs(),
  });
  const snapshot = (): Snapshot => {
    const playlist = stages.playlists.status();
    const credentials = session.credentials();
    const connection = live.reachable === true ? 'online' : 'offline';
    return sampleSnapshot({
      state: credentials === null ? 'unpaired' : playlist.version === null ? 'syncing' : 'playing',
      connection,
      player: { ...sampleSnapshot().player, hostname, serverUrl: origin, name: hostname },
      playlist,
      outbox: outbox.status(),
      problems: [],
    });
  };
  const heartbeat = createHeartbeat({
    snapshot,
    outbox,
    statusFile: { write: () => undefined, flush: () => Promise.resolve() },
    clock,
    beatSeconds: () => settings.beatSeconds,
    log,
  });
  const reportPlaylist = createPlaylistReports(heartbeat);
  const serverTrial = createServerTrial(clock, onChange);
  const connection = createConnection({
    stages,
    session,
    keyValues,
    outbox,
    heartbeat,
    serverTime,
    listAge: createListAge({ keyValues, clock, log }),
    groupMarks: null,
    groupClock: { lookSoon: () => undefined },
    clock,
    appVersion: '0.0.0-fleet',
    settings: () => settings,
    route: straightRoute,
    networkLook: () => Promise.resolve(null),
    target: pairingTarget(settings, hostname, null),
    serverTrial,
    live,
    problems: createProblems(),
    progress: createPairingProgress(() => undefined),
    onChange,
    restart: () => undefined,
  });
  return {
    hostname,
    start: async () => {
      stages.playlists.start();
      await connection.start();
      heartbeat.start();
    },
    stop: async () => {
      published.cancel();
      serverTrial.stop();
      await heartbeat.stop();
      await connection.stop();
      await stages.playlists.stop();
      stages.database.close();
    },
    version: () => stages.playlists.status().version,
    isPaired: () => session.credentials() !== null,
  };
}
