import type { Clock } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { MediaIndex } from '../../platform/store/media-index.ts';

/** Remembers when files were last on the screen and last read again, and has it kept now and then instead of at each. */
export interface FileTimes {
  readonly played: (sha256: string) => void;
  readonly scrubbed: (sha256: string) => void;
  readonly flush: () => void;
}

/** Memory cards wear out by writes; an eviction that is wrong by minutes does no harm, nor a file that is read once more. */
const WRITE_EVERY_MS = 300_000;

/** Makes {@link FileTimes} over `index`. */
export function createFileTimes(index: MediaIndex, clock: Clock, log: Log): FileTimes {
  let writtenAt = clock.monotonic();
  const flush = (): void => {
    writtenAt = clock.monotonic();
    try {
      index.keepTimes();
    } catch (thrown) {
      log.warn('The times of media files could not be saved', { reason: describeThrown(thrown) });
    }
  };
  const flushInTime = (): void => {
    if (clock.monotonic() - writtenAt >= WRITE_EVERY_MS) flush();
  };
  return {
    played: (sha256) => {
      index.setPlayed(sha256, clock.now());
      flushInTime();
    },
    scrubbed: (sha256) => {
      index.setScrubbed(sha256, clock.now());
      flushInTime();
    },
    flush,
  };
}
