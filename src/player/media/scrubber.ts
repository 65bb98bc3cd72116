import type { Clock, ClockTimer } from '../../shared/clock.ts';
import { describeThrown, type Failure } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { MediaFileRow, MediaIndex } from '../../platform/store/media-index.ts';
import { errorCode } from './disk-failures.ts';
import type { MediaFolder } from './media-folder.ts';
import type { StorageUse } from '../../shared/bridge.ts';
import type { VerifyReport } from './media-types.ts';
import { hashFile } from './part-file.ts';

/** Reads files again, the longest unread first, and finds those that rotted or went missing (ARCHITECTURE.md, *Bytes are proven*). */
export interface Scrubber {
  start(): void;
  stop(): Promise<void>;
  verifyAll(): Promise<VerifyReport>;
  /** How far a `verifyAll` has come; null: none is under way. */
  verifying(): StorageUse['verifying'];
}

export interface ScrubberDependencies {
  readonly folder: MediaFolder;
  readonly index: Pick<MediaIndex, 'files'>;
  /** Told of each file whose bytes are right. */
  readonly onRead: (sha256: string) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly pauseMs: number;
  /** Whether nothing is being downloaded: scrubbing gives way. */
  readonly idle: () => boolean;
  /** Takes a file out of the store. */
  readonly discard: (sha256: string, failure: Failure) => Promise<void>;
}

/** Makes the {@link Scrubber}: one file every `pauseMs` while the store is idle. */
export function createScrubber(tools: ScrubberDependencies): Scrubber {
  const { folder, index, onRead, clock, log, pauseMs, idle, discard } = tools;
  const stopping = new AbortController();
  let timer: ClockTimer | null = null;
  let verifying: StorageUse['verifying'] = null;
  let scrubbing: Promise<unknown> = Promise.resolve();

  const check = async (row: MediaFileRow): Promise<boolean> => {
    const failure = await whatIsWrong(folder, row, stopping.signal);
    if (stopping.signal.aborted) return true;
    if (failure === null) onRead(row.sha256);
    else await discard(row.sha256, failure);
    return failure === null;
  };
  const scrubOne = async (): Promise<void> => {
    const oldest = index.files().reduce<MediaFileRow | null>(earlier, null);
    if (oldest !== null && idle()) await check(oldest);
  };
  const plan = (): void => {
    timer = clock.after(pauseMs, () => {
      scrubbing = scrubOne()
        .catch((thrown: unknown) => {
          log.warn('A media file could not be checked', { reason: describeThrown(thrown) });
        })
        .finally(() => {
          if (!stopping.signal.aborted) plan();
        });
    });
  };

  return {
    start: () => {
      if (!stopping.signal.aborted) plan();
    },
    stop: async () => {
      stopping.abort();
      timer?.cancel();
      await scrubbing;
    },
    verifyAll: async () => {
      const lost: string[] = [];
      const rows = index.files();
      try {
        for (const [done, row] of rows.entries()) {
          verifying = { done, total: rows.length };
          if (!(await check(row))) lost.push(row.sha256);
        }
      } finally {
        verifying = null;
      }
      return { checked: rows.length, lost };
    },
    verifying: () => verifying,
  };
}

function earlier(one: MediaFileRow | null, other: MediaFileRow): MediaFileRow {
  return one === null || other.scrubbedAt < one.scrubbedAt ? other : one;
}

async function whatIsWrong(
  folder: MediaFolder,
  row: MediaFileRow,
  signal: AbortSignal,
): Promise<Failure | null> {
  try {
    const { sha256 } = await hashFile(folder.filePath(row.sha256), signal);
    return sha256 === row.sha256
      ? null
      : { code: 'media-rotten', message: 'A media file has changed on the disk.' };
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return { code: 'media-lost', message: 'A media file is missing.' };
    // Anything but a bad sector (too many open files, for one) says nothing about the bytes.
    if (errorCode(thrown) !== 'EIO') return null;
    return { code: 'media-rotten', message: `A media file cannot be read: ${describeThrown(thrown)}.` };
  }
}
