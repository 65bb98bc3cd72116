import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import type { Log } from '../../platform/logging/log.ts';
import { retryDelay } from '../../shared/back-off.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';

/** A key that cannot be had is asked for again after this at the earliest, ms; the waits grow to five minutes. */
const PACE = { baseMs: 5_000, floorMs: 5_000 };
const RESTARTS = 'vault-restarts';
const FIRST_RESTART_MS = 600_000;
const LAST_RESTART_MS = 24 * 3_600_000;

export interface VaultWaitDependencies {
  readonly keyValues: KeyValueStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** Starts the player anew. */
  readonly restart: () => void;
}

/** Waits for the key of a sealed vault, which a locked keyring or keychain holds back, while content plays on. */
export interface VaultWait {
  /** The key cannot be had now: `tryAgain` is called later. */
  unavailable(tryAgain: () => void): void;
  /** It could be had, or nobody needs it any more. */
  over(): void;
  /** The player stops. */
  stop(): void;
}

/**
 * Makes the wait. Electron asks the system for its key once in a process (electron_api_safe_storage.cc,
 * EnsureAsyncEncryptorRequested), so that in the end only a new process helps: the first after ten minutes, each later one
 * after twice the wait, a day at most.
 */
export function createVaultWait(dependencies: VaultWaitDependencies): VaultWait {
  const { keyValues, clock, random, log, restart } = dependencies;
  let tries = 0;
  let nextTry: ClockTimer | null = null;
  let nextProcess: ClockTimer | null = null;

  const stop = (): void => {
    nextTry?.cancel();
    nextProcess?.cancel();
    nextTry = nextProcess = null;
  };
  const restartsBefore = (): number => {
    const kept = Number(keyValues.get(RESTARTS));
    return Number.isInteger(kept) && kept >= 0 ? kept : 0;
  };
  const restartLater = (): void => {
    const before = restartsBefore();
    const afterMs = Math.min(LAST_RESTART_MS, FIRST_RESTART_MS * 2 ** Math.min(before, 30));
    nextProcess = clock.after(afterMs, () => {
      keyValues.set(RESTARTS, String(before + 1));
      restart();
    });
  };

  return {
    unavailable: (tryAgain) => {
      const afterMs = retryDelay(null, tries, PACE, random);
      tries += 1;
      log.warn('The key of the stored sign-in cannot be had now; it is tried again', { afterMs });
      nextTry?.cancel();
      nextTry = clock.after(afterMs, tryAgain);
      if (nextProcess === null) restartLater();
    },
    over: () => {
      stop();
      tries = 0;
      if (keyValues.get(RESTARTS) !== null) keyValues.remove(RESTARTS);
    },
    stop,
  };
}
