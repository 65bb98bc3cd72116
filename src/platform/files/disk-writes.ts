import type { Clock, ClockTimer } from '../../shared/clock.ts';
import { createEvents } from '../../shared/events.ts';
import type { Failure } from '../../shared/result.ts';
import { diskTrouble } from './disk-trouble.ts';

/**
 * Everything that the data folder is to hold, and that the player can do without for now: a disk that refuses (full, read-only,
 * not ours) costs nothing but its durability. What could not be written waits in memory and is tried again.
 */
export interface DiskWrites {
  /**
   * Runs `write`. When it throws, the newest of its `name` waits and is run again later. Tells whether it is on the disk.
   * Never throws.
   */
  attempt(name: string, write: () => void): boolean;
  /** `write` waits: what it is to bring to the disk was just refused with `thrown`. */
  later(name: string, write: () => void, thrown: unknown): void;
  /** Nothing of this name is wanted any more. */
  forget(name: string): void;
  /** Tries all that waits, now. */
  retryNow(): void;
  /** What the disk refuses with; null: nothing waits. */
  trouble(): Failure | null;
  /** Hears when the trouble begins, ends or becomes another; answers a function that stops listening. */
  listen(listener: (trouble: Failure | null) => void): () => void;
  /** Tries a last time; what the disk refuses then is lost. */
  stop(): void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A disk that took everything for so long is tried soon when it refuses again. */
const CALM_MS = 300_000;

/** Makes {@link DiskWrites} whose waits double from a second to a minute. */
export function createDiskWrites(clock: Clock): DiskWrites {
  const waiting = new Map<string, { readonly write: () => void; readonly trouble: Failure }>();
  const troubles = createEvents<Failure | null>();
  let told: Failure | null = null;
  let timer: ClockTimer | null = null;
  let waitMs = FIRST_WAIT_MS;
  let failedAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const trouble = (): Failure | null => waiting.values().next().value?.trouble ?? null;
  const tell = (): void => {
    const now = trouble();
    if (told?.message === now?.message) return;
    told = now;
    if (!stopped) troubles.tell(now);
  };
  const schedule = (): void => {
    if (timer !== null || stopped) return;
    if (clock.monotonic() - failedAt > CALM_MS) waitMs = FIRST_WAIT_MS;
    timer = clock.after(waitMs, () => {
      timer = null;
      tryAll();
    });
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  };
  const later = (name: string, write: () => void, thrown: unknown): void => {
    waiting.set(name, { write, trouble: diskTrouble(thrown) });
    schedule();
    failedAt = clock.monotonic();
    tell();
  };
  const done = (name: string): void => {
    if (!waiting.delete(name)) return;
    if (waiting.size === 0) {
      timer?.cancel();
      timer = null;
    }
    tell();
  };
  const attempt = (name: string, write: () => void): boolean => {
    try {
      write();
    } catch (thrown) {
      later(name, write, thrown);
      return false;
    }
    done(name);
    return true;
  };
  const tryAll = (): void => {
    for (const [name, { write }] of [...waiting]) attempt(name, write);
  };

  return {
    attempt,
    later,
    forget: done,
    retryNow: tryAll,
    trouble,
    listen: troubles.listen,
    stop: () => {
      stopped = true;
      timer?.cancel();
      timer = null;
      tryAll();
    },
  };
}
