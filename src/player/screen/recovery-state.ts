import { z } from 'zod';

/** Troubles within this time count together, ms. */
const TROUBLE_WINDOW_MS = 600_000;
/** The trouble within the window at which loading the screen again is no answer any more. */
const TROUBLES_BEFORE_RELAUNCH = 5;
/** Relaunches within this time count together, ms. */
const RELAUNCH_WINDOW_MS = 3_600_000;
/** How many relaunches were of no use before the player shows images only. */
const RELAUNCHES_BEFORE_SAFE_MODE = 2;
/** Safe mode ends after so long without trouble, ms. */
const SAFE_MODE_MS = 3_600_000;

/** The waits before the screen is loaded again, ms, by the troubles that count: content must be back within three seconds. */
const RELOAD_DELAYS_MS = [0, 0, 500, 2_000, 5_000, 15_000] as const;

/** A screen that no reload helps gets one new process in so long, ms: a film may mean its darkness. */
const STUCK_WINDOW_MS = 24 * 3_600_000;

/** How far the player has gone to bring the screen back; kept across restarts. Moments are ms since the epoch. */
export const recoveryStateSchema = z.object({
  /** Troubles that still count towards the next step. */
  troubles: z.array(z.number()).max(TROUBLES_BEFORE_RELAUNCH),
  relaunches: z.array(z.number()).max(RELAUNCHES_BEFORE_SAFE_MODE),
  /** Since when safe mode has seen no trouble; null: everything is shown. */
  safeSince: z.number().nullable(),
  /** When the process last started anew because reloads did not help. */
  stuckAt: z.number().nullable().default(null),
  /** How often the screen came back, and how often only with a new process, since the data folder was made. */
  recoveries: z.number().int().nonnegative(),
  totalRelaunches: z.number().int().nonnegative(),
});
export type RecoveryState = z.infer<typeof recoveryStateSchema>;

export type RecoveryEvent =
  /** The screen was lost, silent, black or never came. */
  | { readonly kind: 'trouble'; readonly at: number }
  /** The graphics process kept dying, and only a new process helps, which does without the driver. */
  | { readonly kind: 'graphics-failing' }
  /** The player started anew without the player's doing: it met a bug, or its process was ended. */
  | { readonly kind: 'restarted' }
  /** Loading the screen again was of no use. */
  | { readonly kind: 'stuck'; readonly at: number }
  /** Nothing went wrong up to this moment. */
  | { readonly kind: 'healthy'; readonly at: number }
  /** A person asked for a fresh start: a restart, an update, or another chance for every file. */
  | { readonly kind: 'asked' };

/** What follows: the screen is loaded again, the process starts anew, or safe mode begins or ends. */
export type RecoveryStep = 'none' | 'reload' | 'relaunch' | 'enter-safe-mode' | 'leave-safe-mode';

/** Nothing has ever gone wrong. */
export const initialRecoveryState: RecoveryState = {
  troubles: [],
  relaunches: [],
  safeSince: null,
  stuckAt: null,
  recoveries: 0,
  totalRelaunches: 0,
};

/**
 * One step on the way back : reload, after several within ten minutes a relaunch, after
 * two of those within an hour safe mode. Nothing lies above safe mode but reloads, so that a machine whose hardware
 * fails never spins through restarts. A clock that jumps only makes it forget, either way.
 */
export function escalate(
  state: RecoveryState,
  event: RecoveryEvent,
): { state: RecoveryState; step: RecoveryStep } {
  switch (event.kind) {
    case 'trouble':
      return afterTrouble(state, event.at);
    case 'graphics-failing':
      return { state: { ...state, totalRelaunches: state.totalRelaunches + 1 }, step: 'relaunch' };
    case 'restarted':
      return { state: { ...state, totalRelaunches: state.totalRelaunches + 1 }, step: 'none' };
    case 'stuck':
      return afterStuck(state, event.at);
    case 'healthy':
      return state.safeSince === null || isWithin(SAFE_MODE_MS, event.at)(state.safeSince)
        ? { state, step: 'none' }
        : { state: resetEscalation(state), step: 'leave-safe-mode' };
    case 'asked':
      return { state: resetEscalation(state), step: state.safeSince === null ? 'none' : 'leave-safe-mode' };
  }
}

function afterTrouble(before: RecoveryState, at: number): { state: RecoveryState; step: RecoveryStep } {
  const troubles = [...before.troubles.filter(isWithin(TROUBLE_WINDOW_MS, at)), at];
  const state: RecoveryState = { ...before, recoveries: before.recoveries + 1 };
  if (before.safeSince !== null) {
    const kept = troubles.slice(-TROUBLES_BEFORE_RELAUNCH);
    return { state: { ...state, safeSince: at, troubles: kept }, step: 'reload' };
  }
  if (troubles.length < TROUBLES_BEFORE_RELAUNCH) return { state: { ...state, troubles }, step: 'reload' };
  return beyondReloads(state, at);
}

/** What is left where loading the screen again is no answer. */
function beyondReloads(before: RecoveryState, at: number): { state: RecoveryState; step: RecoveryStep } {
  const relaunches = before.relaunches.filter(isWithin(RELAUNCH_WINDOW_MS, at));
  const state: RecoveryState = { ...before, troubles: [] };
  if (relaunches.length >= RELAUNCHES_BEFORE_SAFE_MODE) {
    return { state: { ...state, relaunches: [], safeSince: at }, step: 'enter-safe-mode' };
  }
  const totalRelaunches = state.totalRelaunches + 1;
  return { state: { ...state, relaunches: [...relaunches, at], totalRelaunches }, step: 'relaunch' };
}

/** The reload was tried already, so the next step follows at once. */
function afterStuck(before: RecoveryState, at: number): { state: RecoveryState; step: RecoveryStep } {
  const wasRelaunched = before.stuckAt !== null && isWithin(STUCK_WINDOW_MS, at)(before.stuckAt);
  if (wasRelaunched || before.safeSince !== null) return afterTrouble(before, at);
  const state = {
    ...before,
    troubles: [],
    stuckAt: at,
    recoveries: before.recoveries + 1,
    totalRelaunches: before.totalRelaunches + 1,
  };
  return { state, step: 'relaunch' };
}

/** The counters stay; what leads to the next step goes. */
function resetEscalation(state: RecoveryState): RecoveryState {
  return { ...state, troubles: [], relaunches: [], safeSince: null };
}

/** How long to wait before the screen is loaded again, ms: longer with each trouble within ten minutes. */
export function reloadDelay({ troubles }: RecoveryState): number {
  return RELOAD_DELAYS_MS[Math.min(troubles.length, RELOAD_DELAYS_MS.length - 1)] ?? 0;
}

function isWithin(windowMs: number, at: number): (moment: number) => boolean {
  return (moment) => Math.abs(at - moment) < windowMs;
}
