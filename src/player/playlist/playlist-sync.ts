import { LONGEST_WAIT_MS, retryDelay, spread, spreadFirst } from '../../shared/back-off.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import { describeThrown, fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { PlaylistAnswer, Validators } from '../server/server-client.types.ts';
import type { AcceptedPlaylist, PlaylistManager } from './playlist-manager.types.ts';
import { singleFlight } from '../../shared/async.ts';

/** Asks the server for the playlist, again and again (docs/server-contract.md, Budgets). */
export interface PlaylistSync {
  /** Asks at once, then at every poll; the first of them comes between half and one and a half intervals later. */
  start(): void;
  stop(): Promise<void>;
  /** Asks now; joins a question that is on its way. Null: nothing changed since the last answer. */
  syncNow(): Promise<Result<AcceptedPlaylist | null>>;
  /** The network is back: asks within 5 s when the last try failed. */
  retryNow(): void;
  /** The server is back, for every screen at once: asks within a minute when the last try failed. */
  serverIsBack(): void;
}

export interface PlaylistSyncDependencies {
  /** `ServerClient.playlist` with the access of the moment. */
  readonly fetch: (known?: Validators) => Promise<Result<PlaylistAnswer>>;
  readonly playlists: Pick<PlaylistManager, 'accept' | 'retryNow'>;
  readonly clock: Clock;
  readonly pollSeconds: () => number;
  readonly log: Log;
  /** Hears of every answer, for the connection's state. */
  readonly onOutcome?: (outcome: Result<AcceptedPlaylist | null>) => void;
  readonly random?: () => number;
  /** In a group: how long to wait for the poll at the next mark of all, ms. */
  readonly nextMarkMs?: (() => number) | null;
}

const RETRY_BASE_MS = 5_000;
const RETRY_WITHIN_MS = 5_000;
const SERVER_BACK_WITHIN_MS = 60_000;

/** Makes the {@link PlaylistSync}. */
export function createPlaylistSync(options: PlaylistSyncDependencies): PlaylistSync {
  const { playlists, clock, log } = options;
  const random = options.random ?? Math.random;
  let known: Validators | null = null;
  let failures = 0;
  let lastError: string | null = null;
  let timer: ClockTimer | null = null;
  let dueMs = 0;
  let started = false;
  /** The next interval is the first after a start or an outage. */
  let isFirst = true;

  const ask = async (): Promise<Result<AcceptedPlaylist | null>> => {
    const answer = await options.fetch(known ?? undefined);
    if (!answer.ok) return answer;
    if (answer.value.kind === 'unchanged') return ok(null);
    const accepted = playlists.accept(answer.value.body);
    // A body that could not be used is asked for in full again.
    known = accepted.ok ? answer.value.validators : null;
    return accepted;
  };

  const note = (outcome: Result<AcceptedPlaylist | null>): void => {
    const hadFailed = failures > 0;
    failures = outcome.ok ? 0 : failures + 1;
    if (outcome.ok && hadFailed) playlists.retryNow();
    const error = outcome.ok ? null : outcome.error.code;
    if (!outcome.ok && error !== lastError)
      log.warn('The playlist could not be read', reasonOf(outcome.error));
    if (outcome.ok && lastError !== null) log.info('The playlist can be read again');
    lastError = error;
    options.onOutcome?.(outcome);
  };

  const nextDelayMs = (outcome: Result<unknown>): number => {
    const pollMs = Math.min(options.pollSeconds() * 1_000, 86_400_000);
    const isSettled = outcome.ok && !isFirst;
    isFirst = !outcome.ok;
    if (outcome.ok)
      return options.nextMarkMs?.() ?? (isSettled ? spread(pollMs, random) : spreadFirst(pollMs, random));
    const capMs = Math.min(LONGEST_WAIT_MS, Math.max(pollMs, RETRY_BASE_MS));
    // In a long outage screens that come early as often as late would all be there in the first seconds after it.
    const floorMs = RETRY_BASE_MS * 2 ** failures >= capMs ? capMs / 3 : 0;
    return retryDelay(outcome.error, failures, { baseMs: RETRY_BASE_MS, floorMs, capMs }, random);
  };

  function plan(delayMs: number): void {
    timer?.cancel();
    dueMs = clock.monotonic() + delayMs;
    if (started) timer = clock.after(delayMs, () => void syncNow());
  }

  const syncNow = singleFlight(async (): Promise<Result<AcceptedPlaylist | null>> => {
    const outcome = await ask().catch((thrown: unknown) => {
      log.error('Reading the playlist failed unexpectedly', { reason: describeThrown(thrown) });
      return fail('internal-error', 'The playlist could not be read; the log says why.');
    });
    note(outcome);
    plan(nextDelayMs(outcome));
    return outcome;
  });

  return {
    start: () => {
      started = true;
      void syncNow();
    },
    stop: async () => {
      started = false;
      timer?.cancel();
      await syncNow.current();
    },
    syncNow,
    retryNow: () => {
      if (failures === 0 || syncNow.current() !== null) return;
      plan(Math.round(random() * RETRY_WITHIN_MS));
    },
    serverIsBack: () => {
      const isSoon = dueMs - clock.monotonic() <= SERVER_BACK_WITHIN_MS;
      if (failures === 0 || isSoon || syncNow.current() !== null) return;
      plan(Math.round(random() * SERVER_BACK_WITHIN_MS));
    },
  };
}

function reasonOf({ code, message }: Failure): { readonly code: string; readonly reason: string } {
  return { code, reason: message };
}
