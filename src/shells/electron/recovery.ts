import type { Log } from '../../platform/logging/log.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';

/** Failures older than this are forgotten, ms. */
const MEMORY_MS = 300_000;
/** The waits before each reload, ms: the first at once, since content must be back within three seconds. */
const RELOAD_DELAYS_MS = [0, 500, 2_000, 5_000, 15_000] as const;
/** Chromium restarts its GPU process by itself; one that keeps dying needs a new browser process. */
const GPU_LOSSES_BEFORE_RELAUNCH = 3;

export type RecoveryStep =
  { readonly kind: 'reload'; readonly afterMs: number } | { readonly kind: 'relaunch' };

/** What follows the newest of `failures` (moments in ms, newest last): reload with a capped wait, then a new process. */
export function nextStep(failures: readonly number[], now: number): RecoveryStep {
  const recent = failures.filter((moment) => now - moment < MEMORY_MS).length;
  const afterMs = RELOAD_DELAYS_MS[Math.max(0, recent - 1)];
  return afterMs === undefined ? { kind: 'relaunch' } : { kind: 'reload', afterMs };
}

export interface Recovery {
  /** The page is gone, hung or not loaded: brings it back, at once at first, later with longer waits. */
  pageFailed(reason: string): void;
  /** The GPU process died; Chromium starts another one. */
  gpuFailed(reason: string): void;
  /** Ends all waiting. */
  stop(): void;
}

export interface RecoveryDependencies {
  readonly clock: Clock;
  readonly log: Log;
  /** Loads the start page anew, in a new renderer process where the old one is gone. */
  readonly reload: () => void;
  /** Hears of each failure that is answered. */
  readonly onFailure: (reason: string) => void;
  /** Reloading did not help: the whole process has to start anew. */
  readonly relaunch: (reason: string) => void;
}

/** Brings the page back after crashes and hangs (DESIGN, Two shells: capped back-off, then relaunch). */
export function createRecovery({ clock, log, reload, relaunch, onFailure }: RecoveryDependencies): Recovery {
  let pageFailures: number[] = [];
  let gpuFailures: number[] = [];
  let pending: ClockTimer | null = null;
  let stopped = false;

  const remember = (moments: readonly number[]): number[] => {
    const now = clock.monotonic();
    return [...moments.filter((moment) => now - moment < MEMORY_MS), now];
  };
  const giveUp = (reason: string): void => {
    stopped = true;
    log.error('The screen keeps failing; the player starts anew.', { reason });
    relaunch(reason);
  };

  return {
    pageFailed: (reason) => {
      // One crash is often told twice (process gone, then load failed): the reload that is on its way answers both.
      if (stopped || pending !== null) return;
      pageFailures = remember(pageFailures);
      onFailure(reason);
      const step = nextStep(pageFailures, clock.monotonic());
      if (step.kind === 'relaunch') {
        giveUp(reason);
        return;
      }
      log.error('The screen failed and is loaded again.', { reason, afterMs: step.afterMs });
      pending = clock.after(step.afterMs, () => {
        pending = null;
        reload();
      });
    },
    gpuFailed: (reason) => {
      if (stopped) return;
      gpuFailures = remember(gpuFailures);
      log.warn('The graphics process failed.', { reason, recently: gpuFailures.length });
      if (gpuFailures.length >= GPU_LOSSES_BEFORE_RELAUNCH) giveUp(`graphics process: ${reason}`);
    },
    stop: () => {
      stopped = true;
      pending?.cancel();
      pending = null;
    },
  };
}
