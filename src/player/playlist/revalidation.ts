import type { Clock } from '../../shared/clock.ts';
import { traitsOf, type MediaCode } from '../../shared/failure-codes.ts';
import { fail, type Failure } from '../../shared/result.ts';
import type { MediaRequest, MediaStore } from '../media/media-types.ts';
import { waitAfterFailures } from './left-out.ts';

/** Asks now and then whether the files behind known addresses are still the same. */
export interface Revalidation {
  /** Asks for at most one; answers after how many ms to come again. */
  step(needs: readonly MediaRequest[], signal: AbortSignal): Promise<number>;
  /** Everything is due now: the server says that something changed. */
  all(): void;
  /** What the server has now in the place of files that are held, and is no use. */
  problems(): readonly Failure[];
}

const DUE_AFTER_MS = 3_600_000;
const PACE_MS = 60_000;
const HURRIED_PACE_MS = 200;
const MOST_REPORTED = 20;

/** An address whose last answer was no use. */
interface Refused {
  readonly fileName: string;
  readonly failure: Failure<MediaCode>;
  readonly tries: number;
  readonly dueMs: number;
}

/**
 * Makes the {@link Revalidation}: an address is due an hour after it was last asked, one a minute; one whose answer was no
 * use is due again soon, since its server is being mended, or somebody waits for the new file.
 */
export function createRevalidation(
  media: Pick<MediaStore, 'revalidate' | 'lastValidated'>,
  clock: Clock,
  random: () => number,
): Revalidation {
  const askedAt = new Map<string, number>();
  const refused = new Map<string, Refused>();
  let hurried = new Set<string>();
  let hurry = false;

  const isDue = ({ url, sha256 }: MediaRequest): boolean => {
    // Where the playlist gives the hash, another file behind the address would be another item.
    if (sha256 !== null) return false;
    if (hurry && !hurried.has(url)) return true;
    const last = refused.get(url);
    if (last !== undefined) return clock.monotonic() >= last.dueMs;
    const asked = askedAt.get(url);
    if (asked !== undefined && clock.monotonic() - asked < DUE_AFTER_MS) return false;
    const validated = media.lastValidated(url);
    // A clock that was set back must not keep a file from being asked for until it is right again.
    return validated === null || Math.abs(clock.now() - validated) >= DUE_AFTER_MS;
  };

  const ask = async ({ url, ...need }: MediaRequest, signal: AbortSignal): Promise<void> => {
    askedAt.set(url, clock.monotonic());
    hurried.add(url);
    const asked = await media.revalidate({ url, ...need }, signal);
    if (signal.aborted) return;
    if (asked.ok) {
      refused.delete(url);
      return;
    }
    const tries = (refused.get(url)?.tries ?? 0) + 1;
    const dueMs = clock.monotonic() + waitAfterFailures(tries, random);
    refused.set(url, { fileName: need.fileName, failure: asked.error, tries, dueMs });
  };

  const forgetOthers = (needs: readonly MediaRequest[]): void => {
    const wanted = new Set(needs.map(({ url }) => url));
    for (const known of [askedAt, refused]) {
      for (const url of known.keys()) if (!wanted.has(url)) known.delete(url);
    }
  };

  return {
    step: async (needs, signal) => {
      if (askedAt.size > needs.length || refused.size > 0) forgetOthers(needs);
      const due = needs.find(isDue);
      if (due === undefined) hurry = false;
      else await ask(due, signal);
      if (hurry) return HURRIED_PACE_MS;
      const soonest = Math.min(...[...refused.values()].map(({ dueMs }) => dueMs - clock.monotonic()));
      return Math.min(PACE_MS, Math.max(HURRIED_PACE_MS, soonest));
    },
    all: () => {
      hurry = true;
      hurried = new Set();
    },
    problems: () =>
      [...refused.values()]
        .filter(({ failure }) => traitsOf(failure.code).answered && traitsOf(failure.code).outage === 'none')
        .slice(0, MOST_REPORTED)
        .map(({ fileName, failure }) => notReplaced(fileName, failure)),
  };
}

function notReplaced(file: string, failure: Failure<MediaCode>): Failure {
  const message = `What the server now has for ${file} cannot be used; the file from before goes on. ${failure.message}`;
  return fail('item-not-replaced', message, { file, reason: failure.code }).error;
}
