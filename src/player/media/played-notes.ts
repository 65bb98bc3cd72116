import type { Clock } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { MediaIndex } from '../../platform/store/media-index.ts';

/** Remembers when files were last on the screen, and writes it down now and then instead of at every item. */
export interface PlayedNotes {
  note(sha256: string): void;
  flush(): void;
}

/** Memory cards wear out by writes; an eviction that is wrong by minutes does no harm. */
const WRITE_EVERY_MS = 300_000;

/** Makes {@link PlayedNotes} over `index`. */
export function createPlayedNotes(index: MediaIndex, clock: Clock, log: Log): PlayedNotes {
  const times = new Map<string, number>();
  let writtenAt = clock.monotonic();
  const flush = (): void => {
    writtenAt = clock.monotonic();
    if (times.size === 0) return;
    try {
      index.setPlayed(times);
      times.clear();
    } catch (thrown) {
      log.warn('The times of play could not be saved', { reason: describeThrown(thrown) });
    }
  };
  return {
    note: (sha256) => {
      times.set(sha256, clock.now());
      if (clock.monotonic() - writtenAt >= WRITE_EVERY_MS) flush();
    },
    flush,
  };
}
