import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { createSilentLog, type Log } from '../../src/platform/logging/log.ts';
import type { MediaLimits } from '../../src/player/media/media-limits.ts';
import { createMediaStore } from '../../src/player/media/media-store.ts';
import { createProber, type Prober } from '../../src/player/media/probe.ts';
import type { MediaEvent, MediaRequest, MediaStore } from '../../src/player/media/media-types.ts';
import { createServerClient } from '../../src/player/server/server-client.ts';
import type { ServerClient } from '../../src/player/server/server-client.types.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { DrawingPort } from '../../src/shared/drawing.ts';
import { createKeyValueStore } from '../../src/platform/store/key-value-store.ts';
import { createMediaIndex, type MediaIndex } from '../../src/platform/store/media-index.ts';
import type { PlayerDatabase } from '../../src/platform/store/database.types.ts';
import { openDatabase } from '../../src/platform/store/open-database.ts';
import { createTransport } from '../../src/player/trust/transport.ts';
import { straightRoute } from '../../src/player/trust/route.ts';
import type { Upload } from '../simulator/types.ts';

const fixtures = join(import.meta.dirname, 'media');

/** The bytes of one of the committed media. */
export function fixture(name: string): Buffer {
  return readFileSync(join(fixtures, name));
}

/** A PNG of any length: what stands behind its end changes nothing of the picture. */
export function longPicture(bytes: number): Buffer {
  const picture = fixture('green.png');
  return Buffer.concat([picture, randomBytes(bytes - picture.length)]);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function needFor(origin: string, upload: Upload, more: Partial<MediaRequest> = {}): MediaRequest {
  return { url: origin + upload.path, fileName: upload.name, kind: null, size: null, sha256: null, ...more };
}

/** The real client over real TLS, trusting the simulator whatever it shows: trust has its own tests. */
export function createTestClient(origin: string): ServerClient {
  const clock = createSystemClock();
  const transport = createTransport({
    origin,
    clock,
    connectTimeoutMs: 2_000,
    systemContext: () => createSecureContext(),
    route: straightRoute,
    judge: () => true,
  });
  return createServerClient({
    baseUrl: origin,
    transport,
    clock,
    log: createSilentLog(),
    random: Math.random,
    appVersion: '0.0.0-test',
    timeoutMs: 5_000,
    retryAttempts: 1,
    retryDelayMs: 10,
  });
}

/** Short waits, so that a test does not wait for people's times. */
const TEST_LIMITS: Partial<MediaLimits> = {
  retryBaseMs: 5,
  stallMs: 400,
  flushBytes: 65_536,
  flushMs: 50,
  reserveBytes: 0,
};

/** The real one, once for all stores of a test file: its thread takes a while to start from its source. */
const prober = createProber(createSystemClock());
const sharedProber: Prober = { ...prober, stop: () => Promise.resolve() };

export interface TestStore {
  readonly store: MediaStore;
  readonly index: MediaIndex;
  readonly database: PlayerDatabase;
  readonly events: MediaEvent[];
  close(): Promise<void>;
}

export interface TestStoreOptions {
  readonly origin: string;
  readonly dataFolder: string;
  /** Where player.db is; in `dataFolder` unless told. */
  readonly databaseFolder?: string;
  readonly limitBytes?: number;
  readonly limits?: Partial<MediaLimits>;
  readonly appVersion?: string;
  readonly limitKbps?: number;
  readonly scrubSeconds?: number;
  readonly onEvent?: (event: MediaEvent) => void;
  readonly log?: Log;
  readonly prober?: Prober;
  readonly drawing?: DrawingPort;
  readonly isOwnServer?: (url: string) => boolean;
  /** In place of the simulator. */
  readonly download?: ServerClient['download'];
}

/** A store as the player makes it, on `dataFolder`. It is not started. */
export function openTestStore(options: TestStoreOptions): TestStore {
  const database = openDatabase(join(options.databaseFolder ?? options.dataFolder, 'player.db'));
  const index = createMediaIndex(database);
  const client = createTestClient(options.origin);
  const events: MediaEvent[] = [];
  const store = createMediaStore({
    folder: mediaFolder(options.dataFolder),
    index,
    keyValues: createKeyValueStore(database),
    download: options.download ?? ((request) => client.download(request)),
    isOwnServer: options.isOwnServer ?? (() => true),
    clock: createSystemClock(),
    log: options.log ?? createSilentLog(),
    appVersion: options.appVersion ?? '1.0.0',
    limitBytes: options.limitBytes ?? 1_000_000_000,
    limitKbps: () => options.limitKbps ?? 0,
    scrubSeconds: options.scrubSeconds ?? 3_600,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
    limits: { ...TEST_LIMITS, ...options.limits },
    prober: options.prober ?? sharedProber,
    drawing: options.drawing,
  });
  return {
    store,
    index,
    database,
    events,
    close: async () => {
      await store.stop();
      client.close();
      database.close();
    },
  };
}

export function mediaFolder(dataFolder: string): string {
  return join(dataFolder, 'media');
}

/** Files with a final name, each checked: a name that is not its bytes' SHA-256 is told in `wrong`. */
export function finalFiles(dataFolder: string): {
  readonly names: readonly string[];
  readonly wrong: readonly string[];
} {
  const folder = mediaFolder(dataFolder);
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => !['part', 'drawn', 'lock', '.digiplayer-media'].includes(name))
    : [];
  return { names, wrong: names.filter((name) => sha256Of(readFileSync(join(folder, name))) !== name) };
}

export function partFiles(dataFolder: string): readonly string[] {
  const folder = join(mediaFolder(dataFolder), 'part');
  return existsSync(folder) ? readdirSync(folder) : [];
}
