import type { MediaCode } from '../../shared/failure-codes.ts';
import type { Clock } from '../../shared/clock.ts';
import type { DrawingPort } from '../../shared/drawing.ts';
import { describeThrown, fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import type { MediaIndex } from '../../platform/store/media-index.ts';
import type { ServerClient } from '../server/server-client.types.ts';
import { errorCode } from './disk-failures.ts';
import { createFileTimes } from './file-times.ts';
import { createDrawings } from './drawings.ts';
import { createDownloadRate } from './download-rate.ts';
import { createDownloadQueue } from './download-queue.ts';
import { claimFolder, type FolderClaim } from './folder-claim.ts';
import { fetchMedia, lendFile, type Fetched, type FetchMediaDependencies } from './fetch-media.ts';
import { createFreeSpace } from './free-space.ts';
import { createMediaFolder } from './media-folder.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './media-limits.ts';
import type { MediaEvent, MediaRequest, MediaRecord, MediaStore, OpenMedia } from './media-types.ts';
import { createOpenFiles } from './open-files.ts';
import { createProber, type Prober } from './probe.ts';
import { createNotedProber, createReadingNotes } from './reading-notes.ts';
import { createScrubber } from './scrubber.ts';
import { createCacheQuota } from './cache-quota.ts';
import { tidyFolder } from './tidy-folder.ts';

/** What the media store is made of. */
export interface MediaStoreDependencies {
  /** Absolute; made with mode 700 when it is missing. */
  readonly folder: string;
  readonly index: MediaIndex;
  /** Keeps which file is being read. */
  readonly keyValues: KeyValueStore;
  readonly download: ServerClient['download'];
  /** Whether an address belongs to the paired server, whose files wait for nobody else's. */
  readonly isOwnServer: (url: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Quarantine holds for one version: the next one may play what this one does not. */
  readonly appVersion: string;
  readonly limitBytes: number;
  /** How fast all downloads together may be, in thousands of bits a second; 0: as fast as they come. */
  readonly limitKbps: () => number;
  /** Pause between two files that are read again. */
  readonly scrubSeconds: number;
  readonly onEvent: (event: MediaEvent) => void;
  readonly random?: () => number;
  readonly limits?: Partial<MediaLimits>;
  /** Draws vector pictures apart from the window; missing: they are shown as they are. */
  readonly drawing?: DrawingPort | undefined;
  /** For tests: the real one has a thread of its own. */
  readonly prober?: Prober;
}

const TAKEN = 'Another player uses this media folder; give each player a folder of its own.';
/** Told of a file that the process before this one died over. */
const DIED_OVER = 'The player ended while it read this file.';
const MISSING: Failure = { code: 'media-lost', message: 'A media file is missing.' };

/** Makes the {@link MediaStore}. Nothing is read from the disk or the network before a call. */
export function createMediaStore(options: MediaStoreDependencies): MediaStore {
  const { index, clock, log, appVersion, onEvent } = options;
  const limits = { ...DEFAULT_MEDIA_LIMITS, ...options.limits };
  const folder = createMediaFolder(options.folder);
  const queue = createDownloadQueue(limits.lanes);
  const stopping = new AbortController();
  const flights = new Map<string, Promise<Result<Fetched, MediaCode>>>();
  const lending = new Set<Promise<unknown>>();
  let tidied: Promise<void> = Promise.resolve();
  let claim: FolderClaim | null = null;

  const files = createOpenFiles();
  const space = createCacheQuota({
    folder,
    index,
    log,
    onEvent,
    limitBytes: options.limitBytes,
    reserveBytes: limits.reserveBytes,
    busy: files.busy,
  });
  const free = createFreeSpace(
    () => folder.freeBytes(),
    clock,
    () => {
      onEvent({ kind: 'space' });
    },
  );
  const times = createFileTimes(index, clock, log);
  const prober = options.prober ?? createProber(clock);
  const notes = createReadingNotes(options.keyValues);
  const notedProber = createNotedProber(prober, notes);

  const drawings = createDrawings({ ...options, port: options.drawing ?? null, folder, space });

  const discard = async (sha256: string, failure: Failure): Promise<void> => {
    if (index.file(sha256) === null) return;
    log.warn('A media file is not what it was and is fetched again', { sha256, reason: failure.message });
    index.removeFiles([sha256]);
    await folder.removeFile(sha256).catch(() => undefined);
    onEvent({ kind: 'lost', sha256, failure });
    onEvent({ kind: 'space' });
  };
  const scrubber = createScrubber({
    folder,
    index,
    clock,
    log,
    pauseMs: options.scrubSeconds * 1_000,
    onRead: times.scrubbed,
    idle: () => queue.idle() && claim?.held !== false,
    discard,
  });

  const tools: FetchMediaDependencies = {
    folder,
    index,
    space,
    queue,
    clock,
    limits,
    appVersion,
    prober: notedProber,
    drawings,
    onRefused: ({ fileName }, reason) => {
      log.error('A file is more than this machine can bear and is left out', { file: fileName, reason });
      onEvent({ kind: 'refused', fileName, reason });
    },
    random: options.random ?? Math.random,
    download: options.download,
    rate: createDownloadRate(clock, options.limitKbps),
    isOwnServer: options.isOwnServer,
    onProgress: (url, received, total) => {
      onEvent({ kind: 'progress', url, received, total });
    },
  };

  /** Claims the folder, and tidies what a crash left in it. */
  const takeFolder = (): void => {
    const isFirstTry = claim === null;
    claim = claimFolder(folder.path);
    if (!claim.held) {
      if (isFirstTry) log.error(TAKEN, { folder: folder.path });
      return;
    }
    tidied = tidyFolder({ ...tools, log, signal: stopping.signal }).then(
      (dropped) => {
        for (const sha256 of dropped) {
          onEvent({ kind: 'lost', sha256, failure: MISSING });
        }
        onEvent({ kind: 'space' });
      },
      (thrown: unknown) => {
        log.error('The media folder cannot be used', { reason: describeThrown(thrown) });
      },
    );
  };

  /** One flight for the same bytes: by their hash where the playlist gives it, else by the URL. */
  const fetchShared = async (
    need: MediaRequest,
    known: Parameters<typeof fetchMedia>[1],
    signal?: AbortSignal,
  ): Promise<Result<Fetched, MediaCode>> => {
    const flightKey = need.sha256 ?? need.url;
    const current = flights.get(flightKey);
    if (current !== undefined) {
      const shared = await current;
      // Who began the flight may have broken it off for a reason that is not ours.
      const brokenOff = !shared.ok && shared.error.code === 'stopped' && !stopping.signal.aborted;
      if (!brokenOff || signal?.aborted === true) return shared;
      return await fetchShared(need, known, signal);
    }
    const either = signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]);
    const flight = fetchMedia(need, known, tools, either).finally(() => flights.delete(flightKey));
    flights.set(flightKey, flight);
    const fetched = await flight;
    if (fetched.ok && fetched.value !== null) onEvent({ kind: 'space' });
    return fetched;
  };

  const quarantine = (sha256: string, reason: string): void => {
    if (drawings.isBlameless(sha256)) return;
    log.warn('A media file does not play here and is left out', { sha256, reason });
    try {
      index.quarantine(sha256, appVersion, reason);
    } catch (thrown) {
      log.error('The quarantine could not be saved', { reason: describeThrown(thrown) });
    }
  };
  const quarantineOf = (need: MediaRequest): string | null => {
    const sha256 = need.sha256 ?? index.url(need.url)?.sha256;
    return sha256 === undefined ? null : index.quarantineReason(sha256, appVersion);
  };

  const find = (need: MediaRequest): MediaRecord | null => {
    const sha256 = need.sha256 ?? index.url(need.url)?.sha256;
    const row = sha256 === undefined ? null : index.file(sha256);
    if (row === null || (need.size !== null && need.size !== row.size)) return null;
    return quarantineOf(need) === null ? row : null;
  };

  const revalidate = async (
    need: MediaRequest,
    signal?: AbortSignal,
  ): Promise<Result<MediaRecord, MediaCode>> => {
    const before = index.url(need.url);
    const file = before === null ? null : index.file(before.sha256);
    const quarantined = quarantineOf(need);
    const conditional = before !== null && (file !== null || quarantined !== null);
    const known = conditional ? { validators: before, size: file?.size ?? -1 } : null;
    const fetched = await fetchShared(need, known, signal);
    if (!fetched.ok) return fetched;
    if (fetched.value === null) {
      if (before !== null) index.setUrl({ ...before, validatedAt: clock.now() });
      return file === null || quarantined !== null ? cannotPlay(quarantined) : ok(file);
    }
    const after = fetched.value.sha256;
    if (before !== null && before.sha256 !== after) {
      onEvent({ kind: 'changed', url: need.url, before: before.sha256, after });
    }
    return ok(fetched.value);
  };

  const ensure = async (
    need: MediaRequest,
    signal?: AbortSignal,
  ): Promise<Result<MediaRecord, MediaCode>> => {
    // Who had the folder may be gone by now.
    if (claim?.held === false) takeFolder();
    await tidied;
    const found = find(need);
    if (found !== null) return ok(found);
    if (claim?.held === false) return fail('disk-error', TAKEN, { cause: 'folder-in-use' });
    const quarantined = quarantineOf(need);
    if (quarantined !== null) {
      return need.sha256 === null ? await revalidate(need, signal) : cannotPlay(quarantined);
    }
    const renamed = await underFormerAddress(need, signal);
    if (renamed !== null) return renamed;
    const fetched = await fetchShared(need, null, signal);
    if (!fetched.ok) return fetched;
    return fetched.value === null ? cannotPlay(null) : ok(fetched.value);
  };

  /** A new address of a known file costs one question while the server says that it is still the same. */
  const underFormerAddress = async (
    need: MediaRequest,
    signal?: AbortSignal,
  ): Promise<Result<MediaRecord, MediaCode> | null> => {
    const former = need.formerUrl === undefined || need.sha256 !== null ? null : index.url(need.formerUrl);
    if (former === null) return null;
    const file = index.file(former.sha256);
    const quarantined = index.quarantineReason(former.sha256, appVersion);
    if (file === null && quarantined === null) return null;
    const fetched = await fetchShared(need, { validators: former, size: file?.size ?? -1 }, signal);
    if (!fetched.ok) return fetched;
    if (fetched.value !== null) return ok(fetched.value);
    index.renameUrl({ ...former, url: need.url, validatedAt: clock.now() }, former.url);
    return file === null || quarantined !== null ? cannotPlay(quarantined) : ok(file);
  };

  return {
    start: async (diedBefore) => {
      index.releaseQuarantine(appVersion);
      for (const sha256 of notes.judge(diedBefore)) quarantine(sha256, DIED_OVER);
      takeFolder();
      await tidied;
      scrubber.start();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([scrubber.stop(), prober.stop(), drawings.stop()]);
      times.flush();
      await Promise.allSettled([tidied, ...flights.values(), ...lending]);
      claim?.release();
      claim = null;
    },
    find,
    ensure,
    lend: async (need, use, signal) => {
      await tidied;
      const lent = lendFile(need, use, tools, AbortSignal.any([signal, stopping.signal]));
      lending.add(lent);
      return await lent.finally(() => lending.delete(lent));
    },
    revalidate,
    lastValidated: (url) => index.url(url)?.validatedAt ?? null,
    pin: space.pin,
    keepSpare: space.keepSpare,
    setLimit: (limitBytes) => {
      space.setLimit(limitBytes).catch((thrown: unknown) => {
        log.error('The cache could not be made smaller', { reason: describeThrown(thrown) });
      });
    },
    played: times.played,
    quarantine,
    releaseQuarantine: () => {
      index.releaseQuarantine(null);
    },
    use: () => ({ ...space.use(), freeBytes: free.seen() }),
    storageUse: () => ({ ...space.usedFor(), verifying: scrubber.verifying() }),
    open: async (sha256, box = null) => {
      const row = index.file(sha256);
      if (row === null) return null;
      if (!drawings.concerns(row)) return await openFile(row);
      // What it was judged to be holds for every reader, so none gets the drawing before it was.
      if (index.quarantineReason(sha256, appVersion) !== null) return null;
      const opened = await drawings.open(row, box);
      if (opened.kind === 'refused') quarantine(sha256, opened.reason);
      if (opened.kind === 'picture') return opened.media;
      return opened.kind === 'itself' ? await openFile(row) : null;
    },
    drawFor: drawings.drawFor,
    verify: () => scrubber.verifyAll(),
    clear: () => clearUnpinned(),
  };

  async function openFile(row: MediaRecord): Promise<OpenMedia | null> {
    const { sha256 } = row;
    try {
      return await files.open(row, folder.filePath(sha256));
    } catch (thrown) {
      if (errorCode(thrown) === 'ENOENT') await discard(sha256, MISSING);
      else log.warn('A media file cannot be opened', { sha256, reason: describeThrown(thrown) });
      return null;
    }
  }

  async function clearUnpinned(): Promise<number> {
    const before = space.use().usedBytes;
    const busy = (sha256: string): boolean => space.pinned(sha256) || files.busy(sha256);
    const going = index.files().filter(({ sha256 }) => !busy(sha256));
    index.removeFiles(going.map(({ sha256 }) => sha256));
    for (const { sha256 } of going) await folder.removeFile(sha256);
    for (const { name } of index.parts()) {
      if (flights.size + lending.size > 0) break;
      index.removePart(name);
      await folder.removePart(name);
    }
    onEvent({ kind: 'space' });
    return before - space.use().usedBytes;
  }
}

function cannotPlay(reason: string | null): Result<never, MediaCode> {
  return fail('undecodable', reason ?? 'The file cannot be decoded.');
}
