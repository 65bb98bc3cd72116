import { createHash } from 'node:crypto';
import type { Vault } from '../../../src/player/auth/auth.types.ts';
import type { MediaRecord, MediaRequest, MediaStore } from '../../../src/player/media/media-types.ts';
import { createOwnContent } from '../../../src/player/playlist/own-content.ts';
import { createPlaylistManager } from '../../../src/player/playlist/playlist-manager.ts';
import { createServedAlert } from '../../../src/player/playlist/served-alert.ts';
import { createServedTicker } from '../../../src/player/playlist/served-ticker.ts';
import { createServedHours } from '../../../src/player/playlist/served-hours.ts';
import type { SessionSlot } from '../../../src/player/session-slot.ts';
import { createStickSource } from '../../../src/player/stick/stick-source.ts';
import type { Stages } from '../../../src/player/stages.ts';
import { createTrustStore } from '../../../src/player/trust/trust-store.ts';
import { createRedactor } from '../../../src/platform/logging/redactor.ts';
import { createSilentLog } from '../../../src/platform/logging/log.ts';
import { createKeyValueStore } from '../../../src/platform/store/key-value-store.ts';
import type { KeptDatabase } from '../../../src/platform/store/kept-database.ts';
import { IN_MEMORY, openDatabase } from '../../../src/platform/store/open-database.ts';
import { createPlayRecords } from '../../../src/platform/store/play-records.ts';
import { createPlaylistRecords } from '../../../src/platform/store/playlist-records.ts';
import { createTrustAudit } from '../../../src/platform/store/trust-audit.ts';
import { createOfferingContext } from '../../../src/player/trust/tls-offer.ts';
import { createSequencer } from '../../../src/shared/async.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import type { Program } from '../../../src/shared/program.ts';
import { ok } from '../../../src/shared/result.ts';
import type { Settings } from '../../../src/shared/settings-schema.ts';
import { straightRoute } from '../../../src/player/trust/route.ts';

const MS_PER_HOUR = 3_600_000;

export interface FleetStagesDependencies {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly download: SessionSlot['download'];
  readonly serverUrl: () => string;
  readonly onProgram: (program: Program | null) => void;
  readonly onChange: () => void;
}

/** Nobody's own authorities: all players of a fleet share one context, as they share one machine's memory. */
const systemContext = (() => {
  let context: ReturnType<typeof createOfferingContext> | null = null;
  return () => (context ??= createOfferingContext([]));
})();

/** The stages of one player without a disk: trust and playlist are the real ones. */
export function createFleetStages(dependencies: FleetStagesDependencies): Stages {
  const { clock, settings, serverUrl, onProgram, onChange } = dependencies;
  const log = createSilentLog();
  const database: KeptDatabase = {
    ...openDatabase(IN_MEMORY),
    setAside: () => null,
    start: () => undefined,
    stop: () => Promise.resolve(),
  };
  const audit = createTrustAudit(database);
  const trust = createTrustStore({
    file: { open: () => ({}), write: () => undefined },
    audit,
    clock,
    log,
    random: Math.random,
    connectTimeoutMs: settings.requestTimeoutSeconds * 1_000,
    rereadMs: settings.certificateRereadHours * MS_PER_HOUR,
    systemContext,
    route: straightRoute,
  });
  const keyValues = createKeyValueStore(database);
  const media = createCountedMedia(dependencies.download, clock);
  const servedHours = createServedHours({ keyValues, log, onChange });
  const servedAlert = createServedAlert({ keyValues, log, onChange });
  const servedTicker = createServedTicker({ keyValues, log, onChange });
  const playlists = servedHours.heardBy(
    createPlaylistManager({
      ...{ records: createPlaylistRecords(database), keyValues, media, clock, log },
      ...{ serverUrl, onProgram, onChange },
      downloadHours: { isOpen: () => true, lookAgainMs: () => MS_PER_HOUR },
    }),
  );
  return {
    logging: {
      log,
      redactor: createRedactor(),
      setLevel: () => undefined,
      tail: () => [],
      close: () => Promise.resolve(),
    },
    ...{ database, audit, trust, systemContext, vault: vaultInMemory(), media },
    hearMedia: () => () => undefined,
    ownContent: createOwnContent({ folders: [], media, clock, log, isPaired: () => true, onChange }),
    ...{
      playlists,
      servedHours,
      servedAlert,
      servedTicker,
      plays: { ...createPlayRecords(database), settle: () => undefined, close: () => undefined },
    },
    stick: createStickSource(dependencies.download),
  };
}

function vaultInMemory(): Vault {
  return {
    open: () => Promise.resolve({ kind: 'empty' }),
    write: () => Promise.resolve(ok(null)),
    update: () => Promise.resolve(ok(null)),
    clear: () => Promise.resolve(),
  };
}

/** Downloads as the store does, one file at a time, and keeps of each only what it is called. */
function createCountedMedia(download: SessionSlot['download'], clock: Clock): MediaStore {
  const sequencer = createSequencer();
  const known = new Map<string, MediaRecord>();
  const validated = new Map<string, number>();

  const fetch: MediaStore['ensure'] = async (need, signal) => {
    const answer = await download({ url: need.url, signal: signal ?? new AbortController().signal });
    if (!answer.ok) return answer;
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of answer.value.body) {
      hash.update(chunk);
      size += chunk.length;
    }
    const record = recordOf(need, hash.digest('hex'), size);
    known.set(need.url, record);
    validated.set(need.url, clock.now());
    return ok(record);
  };
  const ensure: MediaStore['ensure'] = (need, signal) =>
    sequencer.run(() => {
      const here = known.get(need.url);
      return here === undefined ? fetch(need, signal) : Promise.resolve(ok(here));
    });
  return {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    find: ({ url }) => known.get(url) ?? null,
    ensure,
    lend: () => Promise.reject(new Error('A player of a fleet fetches no updates.')),
    revalidate: (need, signal) => sequencer.run(() => fetch(need, signal)),
    lastValidated: (url) => validated.get(url) ?? null,
    pin: () => undefined,
    keepSpare: () => undefined,
    setLimit: () => undefined,
    played: () => undefined,
    quarantine: () => undefined,
    releaseQuarantine: () => undefined,
    use: () => ({ usedBytes: 0, limitBytes: 0, files: known.size, freeBytes: null }),
    storageUse: () => {
      throw new Error('A player of a fleet has no overlay.');
    },
    open: () => Promise.resolve(null),
    drawFor: () => undefined,
    verify: () => Promise.resolve({ checked: 0, lost: [] }),
    clear: () => Promise.resolve(0),
  };
}

function recordOf(need: MediaRequest, sha256: string, size: number): MediaRecord {
  return { sha256, size, kind: 'image', mime: 'image/png', durationMs: null };
}
