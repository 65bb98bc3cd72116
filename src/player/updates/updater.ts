import type { Log } from '../../platform/logging/log.ts';
import { every } from '../../shared/async.ts';
import { retryDelay, spread } from '../../shared/back-off.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import type { UpdateCode } from '../../shared/failure-codes.ts';
import { describeThrown, fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import type { UpdatePhase, UpdateStatus } from '../../shared/status.ts';
import { createEvents } from '../../shared/events.ts';
import { bringUpdate, type BringUpdateDependencies } from './bring-update.ts';
import { feedAddress } from './feed-address.ts';
import { keepUpdateState, peekUpdateState } from './update-folder.ts';
import { takeUpdateRequest } from './update-request.ts';
import { switchOver, type UpdateState } from './update-state.ts';

const FIRST_LOOK_MS = 120_000;
/** How often it is seen that the command line asked for something. */
const REQUEST_EVERY_MS = 2_000;
const LOOK_EVERY_MS = 21_600_000;
/** A feed that fails is asked again within this, and then at its usual time. */
const TRY_AGAIN = { baseMs: 60_000, floorMs: 30_000 };
const MOST_TRIES = 5;

/** Looks for newer versions, brings them here and says when one is to be started. */
export interface Updater {
  start(): void;
  stop(): Promise<void>;
  /** Asks the feed now, and brings what it offers; it is started at its hour. */
  look(): Promise<Result<string | null, UpdateCode>>;
  /** As `look`; what is here is then started at the next boundary. */
  installNow(): Promise<Result<null, UpdateCode>>;
  /** Since when a whole version waits to be started, epoch ms; null: none does. `atOnce`: it waits for no hour. */
  waiting(): { readonly sinceMs: number; readonly atOnce: boolean } | null;
  /** The next start is of the version that waits; false where the disk takes no note of it. */
  switchOver(): boolean;
  status(): UpdateStatus;
  /** Hears that what was asked for now is here; answers the way to stop listening. */
  readonly onReady: (listener: () => void) => () => void;
}

export interface UpdaterDependencies extends Omit<BringUpdateDependencies, 'address'> {
  readonly settings: () => Pick<Settings, 'updateFeed'>;
  /** The paired server's address; null while there is none. */
  readonly serverUrl: () => string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: () => number;
  readonly onChange: () => void;
}

/** Makes the {@link Updater}; nothing is read from the network before `start` or a request. */
export function createUpdater(dependencies: UpdaterDependencies): Updater {
  const { clock, log, dataFolder, onChange, random = Math.random } = dependencies;
  const stopping = new AbortController();
  const ready = createEvents<'ready'>();
  let state: UpdateState = peekUpdateState(dataFolder);
  let phase: UpdatePhase = 'idle';
  let failure: Failure<UpdateCode> | null = null;
  let atOnce = false;
  let tries = 0;
  let timer: ClockTimer | null = null;
  let current: Promise<Result<string | null, UpdateCode>> | null = null;

  const setPhase = (next: UpdatePhase): void => {
    phase = next;
    onChange();
  };
  const bring = async (): Promise<Result<string | null, UpdateCode>> => {
    const address = feedAddress(dependencies.settings().updateFeed, dependencies.serverUrl());
    if (!address.ok) return address;
    if (dependencies.keys.length === 0) {
      return fail(
        'update-no-key',
        'This build of the player has no key to know its updates by, so that it takes none; install a signed build.',
      );
    }
    setPhase('looking');
    const brought = await bringUpdate(
      {
        ...dependencies,
        address: address.value,
        onFound: () => {
          setPhase('fetching');
        },
      },
      stopping.signal,
    );
    state = peekUpdateState(dataFolder);
    return brought;
  };
  const look: Updater['look'] = () => {
    current ??= bring()
      .catch((thrown: unknown) =>
        fail('disk-error', `The update failed: ${describeThrown(thrown)}.`, { cause: 'unknown' }),
      )
      .then((brought) => {
        failure = brought.ok ? null : brought.error;
        if (!brought.ok) log.warn(brought.error.message, { code: brought.error.code });
        else if (brought.value !== null) log.info('Another version is here', { version: brought.value });
        setPhase('idle');
        return brought;
      })
      .finally(() => {
        current = null;
      });
    return current;
  };
  const lookAndPlanNext = async (): Promise<void> => {
    const { updateFeed } = dependencies.settings();
    const looked = updateFeed === '' ? ok(null) : await look();
    tries = looked.ok ? 0 : tries + 1;
    const isSoon = !looked.ok && tries < MOST_TRIES;
    planNext(isSoon ? retryDelay(looked.error, tries - 1, TRY_AGAIN, random) : spread(LOOK_EVERY_MS, random));
  };
  const planNext = (delayMs: number): void => {
    if (stopping.signal.aborted) return;
    timer = clock.after(delayMs, () => void lookAndPlanNext());
  };
  const waiting: Updater['waiting'] = () =>
    state.staged === null || state.trial !== null ? null : { sinceMs: state.staged.sinceMs, atOnce };

  const installNow: Updater['installNow'] = async () => {
    if (waiting() === null) {
      const looked = await look();
      if (!looked.ok) return looked;
      if (waiting() === null) return fail('update-none', 'There is no newer version to install.');
    }
    atOnce = true;
    ready.tell('ready');
    return ok(null);
  };
  const requests = every(clock, REQUEST_EVERY_MS, () => {
    const request = takeUpdateRequest(dataFolder);
    if (request === 'check') void look();
    if (request === 'now') void installNow();
  });

  return {
    start: () => {
      planNext(spread(FIRST_LOOK_MS, random));
      requests.start();
    },
    stop: async () => {
      stopping.abort();
      timer?.cancel();
      requests.stop();
      await current;
    },
    look,
    installNow,
    waiting,
    switchOver: () => {
      const next = switchOver(peekUpdateState(dataFolder));
      try {
        keepUpdateState(dataFolder, next);
      } catch (thrown) {
        log.warn('The update cannot be switched to', { reason: describeThrown(thrown) });
        return false;
      }
      state = next;
      return true;
    },
    status: () => {
      // The starter ends a trial, in its own process.
      if (state.trial !== null) state = peekUpdateState(dataFolder);
      const { previous, staged, result } = state;
      const told =
        result === null
          ? null
          : {
              version: result.version,
              rolledBackFor: result.rolledBackFor,
              at: new Date(result.atMs).toISOString(),
            };
      return { phase, previous, staged: staged?.version ?? null, result: told, failure };
    },
    onReady: ready.listen,
  };
}
