import { spread } from '../../shared/back-off.ts';
import type { Clock } from '../../shared/clock.ts';
import type { MediaCode } from '../../shared/failure-codes.ts';
import type { Failure } from '../../shared/result.ts';

/** What could not be had, each with a wait of its own: nobody else waits for it. */
export interface LeftOut {
  note(url: string, failure: Failure<MediaCode>): void;
  /** It came, or the playlist does not want it any more. */
  forget(url: string): void;
  keepOnly(urls: ReadonlySet<string>): void;
  /** Whether it is not yet time to ask again. */
  isWaiting(url: string): boolean;
  /** In how many ms the first of them is due; null: there is none. */
  nextMs(): number | null;
  failures(): ReadonlyMap<string, Failure<MediaCode>>;
  /** Everything may be asked for now. */
  endWaits(): void;
  clear(): void;
}

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 600_000;

/** How long to wait after so many tries in a row that brought nothing of use (1 after the first), in ms. */
export function waitAfterFailures(tries: number, random: () => number): number {
  return spread(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries - 1, 20)), random);
}

/** Makes the {@link LeftOut}: each address is due again after half a minute, and then after twice as long each time. */
export function createLeftOut(clock: Clock, random: () => number): LeftOut {
  const entries = new Map<string, { failure: Failure<MediaCode>; tries: number; dueMs: number }>();
  return {
    note: (url, failure) => {
      const tries = (entries.get(url)?.tries ?? 0) + 1;
      entries.set(url, { failure, tries, dueMs: clock.monotonic() + waitAfterFailures(tries, random) });
    },
    forget: (url) => {
      entries.delete(url);
    },
    keepOnly: (urls) => {
      for (const url of entries.keys()) if (!urls.has(url)) entries.delete(url);
    },
    isWaiting: (url) => clock.monotonic() < (entries.get(url)?.dueMs ?? Number.NEGATIVE_INFINITY),
    nextMs: () => {
      const due = [...entries.values()].map(({ dueMs }) => dueMs);
      return due.length === 0 ? null : Math.max(0, Math.min(...due) - clock.monotonic());
    },
    failures: () => new Map([...entries].map(([url, { failure }]) => [url, failure])),
    endWaits: () => {
      for (const entry of entries.values()) entry.dueMs = clock.monotonic();
    },
    clear: () => {
      entries.clear();
    },
  };
}
