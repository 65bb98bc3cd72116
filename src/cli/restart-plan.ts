import { RESTART_EXIT_CODE } from '../shared/exit-codes.ts';

/** How a player ended that its parent had not told to. */
export interface PlayerEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** It said beforehand that it is not to be started anew. */
  readonly isMeant: boolean;
  /** It ended because its display went away. */
  readonly lostDisplay: boolean;
  readonly ranMs: number;
}

export type RestartPlan =
  | { readonly kind: 'end'; readonly exitCode: number }
  | {
      readonly kind: 'restart';
      readonly afterMs: number;
      /** Ends in a row soon after a start, this one included. */
      readonly failures: number;
      /** What the next player hears of the last one; null: it asked for its successor itself. */
      readonly reason: string | null;
    };

/** The waits before each restart, ms: the first at once, since content must be back within three seconds. */
const RESTART_DELAYS_MS = [0, 500, 2_000, 5_000, 15_000, 30_000] as const;
/** A player that stood this long has earned a fresh start of the waits, ms. */
const STEADY_MS = 120_000;

/** What follows the end of a player after `failures` of its kind in a row. */
export function planRestart(end: PlayerEnd, failures: number): RestartPlan {
  if (end.isMeant) return { kind: 'end', exitCode: end.exitCode ?? 1 };
  // The display is waited for anyway, and its going is no failure of the player.
  if (end.lostDisplay) return { kind: 'restart', afterMs: 0, failures, reason: 'display' };
  const before = end.ranMs >= STEADY_MS ? 0 : failures;
  const afterMs = RESTART_DELAYS_MS[Math.min(before, RESTART_DELAYS_MS.length - 1)] ?? 0;
  return { kind: 'restart', afterMs, failures: before + 1, reason: reasonOf(end) };
}

function reasonOf({ exitCode, signal }: PlayerEnd): string | null {
  if (exitCode === RESTART_EXIT_CODE) return null;
  return signal === null ? `exit code ${exitCode ?? 'unknown'}` : `signal ${signal}`;
}
