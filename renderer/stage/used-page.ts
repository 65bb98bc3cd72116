import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import {
  beginTouch,
  COUNTED_MS,
  touchAgain,
  touchStateAt,
  type TouchSession,
} from '../../src/playback/touch-session.ts';

/** What people see of a page's use coming to its end; null: nothing. */
export type TouchView =
  | {
      readonly kind: 'counted';
      readonly secondsLeft: number;
      readonly ofSeconds: number;
      /** A touch keeps it. */
      readonly isMovable: boolean;
    }
  /** The page is taken away and comes back as it was. */
  | { readonly kind: 'renewed' }
  | null;

/** The page on the screen, from the first touch until nobody uses it any more. */
export interface UsedPage {
  /** Somebody pressed in it, or goes on using it: the first press begins its use; `lost` ends it at once. */
  readonly touched: (kind: 'press' | 'use' | 'lost') => void;
  /** It leaves the screen. */
  readonly leave: () => void;
}

export interface UsedPageDependencies {
  readonly clock: Clock;
  /** Has the list stand still; false: there is no page to be used. */
  readonly hold: () => boolean;
  /** Has the page begin anew, and then the list go on. */
  readonly renew: () => Promise<void>;
  readonly show: (view: TouchView) => void;
}

/** Makes it for a page that nobody uses; when its use ends is for `playback/touch-session.ts` to say. */
export function createUsedPage({ clock, hold, renew, show }: UsedPageDependencies): UsedPage {
  let session: TouchSession | null = null;
  let timer: ClockTimer | null = null;
  /** Counts the uses: what an earlier one still waits for is not this one's. */
  let use = 0;

  function look(): void {
    timer?.cancel();
    if (session === null) return;
    const nowMs = clock.monotonic();
    const state = touchStateAt(session, nowMs);
    if (state.kind === 'over') {
      void end();
      return;
    }
    const { atMs, ...counted } = state;
    show(counted.kind === 'counted' ? { ...counted, ofSeconds: COUNTED_MS / 1_000 } : null);
    timer = clock.after(atMs - nowMs, look);
  }

  async function end(): Promise<void> {
    session = null;
    const mine = ++use;
    show({ kind: 'renewed' });
    await renew();
    if (mine === use) show(null);
  }

  return {
    touched(kind) {
      const nowMs = clock.monotonic();
      if (kind === 'lost') {
        timer?.cancel();
        if (session !== null) void end();
        return;
      }
      if (session !== null) session = touchAgain(session, nowMs);
      else if (kind === 'press' && hold()) {
        use += 1;
        session = beginTouch(nowMs);
      }
      look();
    },
    leave() {
      timer?.cancel();
      use += 1;
      session = null;
      show(null);
    },
  };
}
