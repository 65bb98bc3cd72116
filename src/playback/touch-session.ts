/** A page that somebody uses; moments are monotonic ms. */
export interface TouchSession {
  readonly sinceMs: number;
  /** The last touch. */
  readonly lastMs: number;
}

/** What is to be done for a page that is used. */
export type TouchState =
  /** It stands; to be looked at again at `atMs`. */
  | { readonly kind: 'used'; readonly atMs: number }
  /** It goes in so many seconds, which people see; `isMovable`: unless it is touched. */
  | {
      readonly kind: 'counted';
      readonly secondsLeft: number;
      readonly isMovable: boolean;
      readonly atMs: number;
    }
  /** The list goes on. */
  | { readonly kind: 'over'; readonly because: 'idle' | 'longest' };

/** Without a touch for so long the list goes on. */
const IDLE_MS = 45_000;
/** The seconds before that are counted for everybody to see. */
export const COUNTED_MS = 10_000;
/** However much it is touched: what leans on a panel, or rains on it, holds no screen for ever. */
const LONGEST_MS = 600_000;
/** After it the page stands anew for at least so long. */
export const LEAST_LEFT_MS = 10_000;

/** Somebody touches a page now. */
export function beginTouch(nowMs: number): TouchSession {
  return { sinceMs: nowMs, lastMs: nowMs };
}

/** Another touch. It moves the end, but for that of the longest time. */
export function touchAgain(session: TouchSession, nowMs: number): TouchSession {
  return { ...session, lastMs: Math.max(session.lastMs, nowMs) };
}

/** What holds of a session at `nowMs`. Pure. */
export function touchStateAt({ sinceMs, lastMs }: TouchSession, nowMs: number): TouchState {
  const idleEndMs = lastMs + IDLE_MS;
  const longestEndMs = sinceMs + LONGEST_MS;
  const endMs = Math.min(idleEndMs, longestEndMs);
  const leftMs = endMs - nowMs;
  if (leftMs <= 0) return { kind: 'over', because: idleEndMs <= longestEndMs ? 'idle' : 'longest' };
  if (leftMs > COUNTED_MS) return { kind: 'used', atMs: endMs - COUNTED_MS };
  const secondsLeft = Math.ceil(leftMs / 1_000);
  const isMovable = nowMs + COUNTED_MS < longestEndMs;
  return { kind: 'counted', secondsLeft, isMovable, atMs: endMs - (secondsLeft - 1) * 1_000 };
}
