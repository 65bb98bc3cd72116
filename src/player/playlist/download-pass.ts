import { traitsOf, type MediaCode } from '../../shared/failure-codes.ts';
import { originOf } from '../../shared/origin-of.ts';
import { fail, type Failure } from '../../shared/result.ts';
import type { MediaRequest, MediaRecord, MediaStore } from '../media/media-types.ts';

/** How one round of fetching a playlist's missing files ended. */
export interface DownloadPassOutcome {
  /** Left out by rule: these do not keep the playlist waiting. */
  readonly leftOut: ReadonlyMap<string, Failure<MediaCode>>;
  /** Still missing for a reason that may pass by itself (no network, for one). */
  readonly waiting: ReadonlyMap<string, Failure<MediaCode>>;
  /** There is no space for the playlist; the round was ended at once. */
  readonly refused: Failure<MediaCode> | null;
}

export interface DownloadPassDependencies {
  readonly ensure: MediaStore['ensure'];
  /** Whether an address belongs to the paired server: only its absence is an outage. */
  readonly isOwnServer: (url: string) => boolean;
  /** Rounds in which an address failed, kept by the caller from round to round. */
  readonly failures: Map<string, number>;
  /** A playlist that fits nowhere is refused; without one to fall back on, what fits plays. */
  readonly refuseWhenFull: boolean;
  readonly onReady: (need: MediaRequest, media: MediaRecord) => void;
  readonly onGivenUp: (need: MediaRequest, failure: Failure<MediaCode>) => void;
}

/** More than the store's lanes, so that a file that waits for its next try does not keep the others. */
const AT_ONCE = 8;
/** Rounds after which an address that is not the server's own stops keeping the playlist waiting. */
const MOST_WAITING_ROUNDS = 5;

/** There is no room for the file, and the next one will hardly fare better. */
export function lacksSpace({ code }: Failure<MediaCode>): boolean {
  return traitsOf(code).noSpace;
}

/** Asks the store for each of `needs` in their order, and sorts the failures by what they mean for the playlist. */
export async function downloadPass(
  needs: readonly MediaRequest[],
  tools: DownloadPassDependencies,
  signal: AbortSignal,
): Promise<DownloadPassOutcome> {
  const leftOut = new Map<string, Failure<MediaCode>>();
  const waiting = new Map<string, Failure<MediaCode>>();
  const round = new AbortController();
  const both = AbortSignal.any([signal, round.signal]);
  let refused: Failure<MediaCode> | null = null;

  const judge = (need: MediaRequest, failure: Failure<MediaCode>): void => {
    const { noSpace, outage } = traitsOf(failure.code);
    if (noSpace && tools.refuseWhenFull) {
      refused ??= failure;
      round.abort();
      return;
    }
    if (waits(need, failure, tools)) {
      waiting.set(need.url, failure);
      if (outage === 'round' && tools.isOwnServer(need.url)) round.abort();
      return;
    }
    leftOut.set(need.url, failure);
    tools.onGivenUp(need, failure);
  };

  const trickling = new Map<string | null, Failure<MediaCode>>();
  const bring = async (need: MediaRequest): Promise<void> => {
    const host = originOf(need.url);
    const known = trickling.get(host);
    const result = known === undefined ? await tools.ensure(need, both) : fail(known.code, known.message);
    if (!result.ok && result.error.code === 'trickles' && !tools.isOwnServer(need.url)) {
      trickling.set(host, result.error);
    }
    if (result.ok) tools.onReady(need, result.value);
    else judge(need, result.error);
  };
  // Slow strangers keep none of the server's own files waiting.
  const queues = [true, false].map((isOwn) =>
    needs.filter(({ url }) => tools.isOwnServer(url) === isOwn).values(),
  );
  const work = async (queue: Iterator<MediaRequest> & Iterable<MediaRequest>): Promise<void> => {
    for (const need of queue) {
      await bring(need);
      if (both.aborted) break;
    }
  };
  const workers = Array.from({ length: Math.min(AT_ONCE, needs.length) });
  await Promise.all(queues.flatMap((queue) => workers.map(() => work(queue))));
  if (both.aborted) for (const need of queues.flatMap((queue) => [...queue])) waiting.set(need.url, STOPPED);
  return { leftOut, waiting, refused };
}

const STOPPED: Failure<MediaCode> = { code: 'stopped', message: 'The download was broken off.' };

/** The server's own outage always keeps the playlist waiting; anybody else's, or a lasting 401 for a file, not for ever. */
function waits(need: MediaRequest, failure: Failure<MediaCode>, tools: DownloadPassDependencies): boolean {
  if (traitsOf(failure.code).outage === 'none') return false;
  if (failure.code === 'stopped' || failure.code === 'disk-error') return true;
  if (failure.code === 'trickles') return tools.isOwnServer(need.url);
  if (tools.isOwnServer(need.url) && failure.code !== 'unauthorized') return true;
  const rounds = (tools.failures.get(need.url) ?? 0) + 1;
  tools.failures.set(need.url, rounds);
  return rounds < MOST_WAITING_ROUNDS;
}
