import type { Clock } from '../../shared/clock.ts';
import type { MediaRequest, MediaStore } from '../media/media-types.ts';

/** Asks now and then whether the files behind known addresses are still the same (issue: Content-addressed). */
export interface Revalidation {
  /** Asks for at most one; answers after how many ms to come again. */
  step(needs: readonly MediaRequest[], signal: AbortSignal): Promise<number>;
  /** Everything is due now: the server says that something changed. */
  all(): void;
}

const DUE_AFTER_MS = 3_600_000;
const PACE_MS = 60_000;
const HURRIED_PACE_MS = 200;

/** Makes the {@link Revalidation}: an address is due an hour after it was last asked, one a minute. */
export function createRevalidation(
  media: Pick<MediaStore, 'revalidate' | 'lastValidated'>,
  clock: Clock,
): Revalidation {
  const askedAt = new Map<string, number>();
  let hurried = new Set<string>();
  let hurry = false;

  const isDue = ({ url, sha256 }: MediaRequest): boolean => {
    // Where the playlist gives the hash, another file behind the address would be another item.
    if (sha256 !== null) return false;
    if (hurry && !hurried.has(url)) return true;
    const asked = askedAt.get(url);
    if (asked !== undefined && clock.monotonic() - asked < DUE_AFTER_MS) return false;
    const validated = media.lastValidated(url);
    // A clock that was set back must not keep a file from being asked for until it is right again.
    return validated === null || Math.abs(clock.now() - validated) >= DUE_AFTER_MS;
  };

  return {
    step: async (needs, signal) => {
      const due = needs.find(isDue);
      if (due === undefined) {
        hurry = false;
        return PACE_MS;
      }
      if (askedAt.size > needs.length * 2) askedAt.clear();
      askedAt.set(due.url, clock.monotonic());
      hurried.add(due.url);
      await media.revalidate(due, signal);
      return hurry ? HURRIED_PACE_MS : PACE_MS;
    },
    all: () => {
      hurry = true;
      hurried = new Set();
    },
  };
}
