import type { MediaCode } from '../../shared/failure-codes.ts';
import type { Log } from '../../platform/logging/log.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { MediaFileRow, MediaIndex } from '../../platform/store/media-index.ts';
import { planEviction, type Worth } from './eviction.ts';
import type { MediaFolder } from './media-folder.ts';
import type { StorageUse } from '../../shared/bridge.ts';
import type { CacheUse, MediaEvent, MediaPins } from './media-types.ts';
import { createSequencer } from '../../shared/async.ts';

/** Keeps the store within its quota and the disk above its reserve (issue: Quota; Downloads). */
export interface CacheQuota {
  /**
   * Makes room for a part that will have `bytes` in all, evicting what may go; until `release` it does not give way to
   * others. Fails with `cache-full` or `disk-lacks`,
   * both with `missingBytes`.
   */
  reserve(partName: string, bytes: number, worth?: Worth): Promise<Result<null, MediaCode>>;
  /** The part became a file, or is not wanted any more. */
  release(partName: string): void;
  readonly pin: (pins: MediaPins) => void;
  /** Which files are wanted as long as nothing else needs their place. */
  readonly keepSpare: (sha256s: ReadonlySet<string>) => void;
  pinned(sha256: string): boolean;
  setLimit(limitBytes: number): Promise<void>;
  use(): Omit<CacheUse, 'freeBytes'>;
  usedFor(): Omit<StorageUse, 'verifying'>;
}

export interface CacheQuotaDependencies {
  readonly folder: MediaFolder;
  readonly index: MediaIndex;
  readonly log: Log;
  readonly limitBytes: number;
  /** Bytes of the disk that stay free for everything else on the machine. */
  readonly reserveBytes: number;
  /** Whether a file is open in some reader's hands. */
  readonly busy: (sha256: string) => boolean;
  readonly onEvent: (event: MediaEvent) => void;
}

/** Makes the {@link CacheQuota}. Nothing is evicted before the first `pin`. */
export function createCacheQuota(tools: CacheQuotaDependencies): CacheQuota {
  const { folder, index, log, onEvent } = tools;
  const reserved = new Map<string, number>();
  let limitBytes = tools.limitBytes;
  let pins: MediaPins | null = null;
  let spare: ReadonlySet<string> = new Set();

  const partBytes = (name: string): number =>
    Math.max(reserved.get(name) ?? 0, index.part(name)?.flushed ?? 0);
  const usedBytes = (): number => {
    const names = new Set([...reserved.keys(), ...index.parts().map((part) => part.name)]);
    const inParts = [...names].reduce((sum, name) => sum + partBytes(name), 0);
    return index.files().reduce((sum, file) => sum + sizeOf(file, index), inParts);
  };

  /** Partial downloads that nobody works on give way before anything that could be played. */
  const dropIdleParts = async (exceptName: string | null): Promise<void> => {
    for (const { name } of index.parts()) {
      if (name === exceptName || reserved.has(name)) continue;
      index.removePart(name);
      await folder.removePart(name);
    }
  };

  /** Answers how many of the wanted bytes could not be had. */
  const free = async (wantedBytes: number, worth: Worth): Promise<number> => {
    if (wantedBytes <= 0) return 0;
    if (pins === null) return wantedBytes;
    const plan = planEviction(
      index.files().map((file) => ({ ...file, size: sizeOf(file, index) })),
      { ...pins, spare },
      tools.busy,
      wantedBytes,
      worth,
    );
    if (plan.evict.length === 0) return plan.missingBytes;
    if (plan.givesUpPrevious) onEvent({ kind: 'previous-given-up' });
    index.removeFiles(plan.evict.map((file) => file.sha256));
    for (const { sha256 } of plan.evict) await folder.removeFile(sha256);
    log.info('Files were removed from the cache to make room', { files: plan.evict.length, wantedBytes });
    onEvent({ kind: 'space' });
    return plan.missingBytes;
  };

  const overQuota = (extraBytes: number): number => usedBytes() + extraBytes - limitBytes;
  const overDisk = async (extraBytes: number): Promise<number> =>
    extraBytes + tools.reserveBytes - (await folder.freeBytes());

  const reserveNow = async (
    partName: string,
    bytes: number,
    worth: Worth,
  ): Promise<Result<null, MediaCode>> => {
    const extra = Math.max(0, bytes - partBytes(partName));
    const toWrite = Math.max(0, bytes - (index.part(partName)?.flushed ?? 0));
    if (overQuota(extra) > 0 || (await overDisk(toWrite)) > 0) await dropIdleParts(partName);
    const missingInQuota = await free(overQuota(extra), worth);
    if (missingInQuota > 0) return cacheFull(missingInQuota);
    const missingOnDisk = await free(await overDisk(toWrite), worth);
    if (missingOnDisk > 0) return diskFull(missingOnDisk);
    reserved.set(partName, Math.max(bytes, reserved.get(partName) ?? 0));
    return ok(null);
  };

  /** One after the other: two that look at the same free space must not both take it. */
  const sequencer = createSequencer();

  return {
    reserve: (partName, bytes, worth = 'needed') => sequencer.run(() => reserveNow(partName, bytes, worth)),
    release: (partName) => {
      reserved.delete(partName);
    },
    pin: (next) => {
      pins = next;
    },
    keepSpare: (sha256s) => {
      spare = sha256s;
    },
    pinned: (sha256) =>
      pins === null || pins.pinned.has(sha256) || pins.previous.has(sha256) || spare.has(sha256),
    setLimit: (next) =>
      sequencer.run(async () => {
        limitBytes = next;
        if (overQuota(0) > 0) await dropIdleParts(null);
        const missing = await free(overQuota(0), 'needed');
        if (missing > 0) {
          log.warn('What plays does not fit into the cache limit; nothing new is fetched', {
            missingBytes: missing,
          });
        }
        onEvent({ kind: 'space' });
      }),
    usedFor: () =>
      usedFor(index, pins && { ...pins, pinned: new Set([...pins.pinned, ...spare]) }, usedBytes()),
    use: () => ({ usedBytes: usedBytes(), limitBytes, files: index.files().length }),
  };
}

/** With the picture that was drawn of it. */
function sizeOf({ sha256, size }: MediaFileRow, index: MediaIndex): number {
  return size + (index.drawing(sha256)?.bytes ?? 0);
}

/** Before the first pin nothing is known to be of no use. */
function usedFor(
  index: MediaIndex,
  pins: MediaPins | null,
  usedBytes: number,
): Omit<StorageUse, 'verifying'> {
  const sums = { neededBytes: 0, previousBytes: 0, otherBytes: 0 };
  for (const file of index.files()) {
    const { sha256 } = file;
    const size = sizeOf(file, index);
    if (pins === null || pins.pinned.has(sha256)) sums.neededBytes += size;
    else if (pins.previous.has(sha256)) sums.previousBytes += size;
    else sums.otherBytes += size;
  }
  const { neededBytes, previousBytes, otherBytes } = sums;
  return { ...sums, unfinishedBytes: usedBytes - neededBytes - previousBytes - otherBytes };
}

function cacheFull(missingBytes: number): Result<never, MediaCode> {
  return fail(
    'cache-full',
    `The cache limit is too small by ${missingBytes} bytes; raise it or shorten the playlist.`,
    { missingBytes },
  );
}

function diskFull(missingBytes: number): Result<never, MediaCode> {
  return fail('disk-lacks', `The disk lacks ${missingBytes} bytes; free some space on it.`, { missingBytes });
}
