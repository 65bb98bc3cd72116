import type { Clock } from '../../shared/clock.ts';

/** An answer of the disk holds for so long. */
const LOOK_EVERY_MS = 60_000;

/** What is free on the disk, as last seen: whoever asks never waits for it. */
export interface FreeSpace {
  /** Bytes; null until the disk has answered, or when it does not. Looks again, beside it, when the answer is old. */
  seen(): number | null;
}

/** Makes the {@link FreeSpace}; `onSeen` hears of an answer that differs from the one before. */
export function createFreeSpace(read: () => Promise<number>, clock: Clock, onSeen: () => void): FreeSpace {
  let bytes: number | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  const take = (answer: number | null): void => {
    if (answer === bytes) return;
    bytes = answer;
    onSeen();
  };
  return {
    seen: () => {
      if (clock.monotonic() - askedAt >= LOOK_EVERY_MS) {
        askedAt = clock.monotonic();
        read().then(take, () => {
          take(null);
        });
      }
      return bytes;
    },
  };
}
