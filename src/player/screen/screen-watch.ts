import type { Clock, ClockTimer } from '../../shared/clock.ts';
import type { ScreenPort } from '../../shared/host.ts';

/** The renderer says that it is alive every 5 s; this much silence is a hang. */
const SILENCE_MS = 20_000;
/** A browser on a slow machine takes its time to start; a page that says nothing within this never will. */
const FIRST_SIGN_MS = 60_000;
const LONGEST_PATIENCE_MS = 300_000;
/** A screen that stays black although it was loaded again gets no second try for so long. */
const BLANK_RELOAD_GAP_MS = 600_000;
/** Black again within this time: loading it again has not helped. */
const STILL_BLANK_MS = 3_600_000;

/** Watches the renderer from outside it and has it brought back when it falls silent (a wedged page fires no event). */
export interface ScreenWatch {
  /** The renderer gave a sign of life. */
  alive(): void;
  /**
   * The renderer found its own screen black and could not help it: it is loaded again, at most every ten minutes, and when
   * that has not helped, `isStuck` asks for more.
   */
  blank(): void;
  /** There can be no window now, or there is one again: nothing is expected of one that is away. */
  setAway(isAway: boolean): void;
  start(): void;
  stop(): void;
}

/**
 * Makes the watch. Where the shell has a window of its own, a page that never connects is noticed too; elsewhere nothing is
 * expected before the first sign of life.
 */
export function createScreenWatch(dependencies: {
  readonly screen: Pick<ScreenPort, 'hasWindow'>;
  readonly clock: Clock;
  /** Hears each sign of life. */
  readonly onSign: () => void;
  /** Brings the screen back: the reason in a word, a sentence about it, and whether a reload is known not to help. */
  readonly recover: (reason: string, message: string, isStuck: boolean) => void;
  /** Behind a panel that is off a browser may take its time: nobody waits for a picture. */
  readonly isPanelOff?: () => boolean;
}): ScreenWatch {
  const { screen, clock, recover, onSign, isPanelOff = () => false } = dependencies;
  let timer: ClockTimer | null = null;
  let running = false;
  let seen = false;
  let isAway = false;
  let patienceMs = SILENCE_MS;
  let blankReloadMs = Number.NEGATIVE_INFINITY;

  const expectSign = (): void => {
    timer?.cancel();
    timer = clock.after(isPanelOff() ? LONGEST_PATIENCE_MS : patienceMs, () => {
      // Each try waits longer for the next one, so that a machine that is only slow gets its time.
      patienceMs = Math.min(patienceMs * 2, LONGEST_PATIENCE_MS);
      expectSign();
      if (seen) recover('silent', 'The screen fell silent and is loaded again.', false);
      else recover('never-connected', 'The screen never answered and is loaded again.', false);
    });
  };
  const expectFirstSign = (): void => {
    seen = false;
    patienceMs = FIRST_SIGN_MS;
    expectSign();
  };
  return {
    alive: () => {
      onSign();
      patienceMs = SILENCE_MS;
      seen = true;
      if (running && !isAway) expectSign();
    },
    blank: () => {
      const sinceMs = clock.monotonic() - blankReloadMs;
      if (sinceMs < BLANK_RELOAD_GAP_MS) return;
      blankReloadMs = clock.monotonic();
      if (sinceMs < STILL_BLANK_MS)
        recover('black', 'The screen is black again after it was loaded anew.', true);
      else recover('black', 'The screen was black and is loaded again.', false);
    },
    setAway: (away) => {
      if (away === isAway) return;
      isAway = away;
      if (away) timer?.cancel();
      else if (running) expectFirstSign();
    },
    start: () => {
      running = true;
      if (screen.hasWindow === true && !seen && !isAway) expectFirstSign();
    },
    stop: () => {
      running = false;
      timer?.cancel();
    },
  };
}
