import type { Clock, ClockTimer } from '../../shared/clock.ts';

/** How long a page may be silent before it is taken for hung, ms: content is back within three seconds. */
const PATIENCE_MS = 1_200;
/** No page is given longer, ms: no decoder of a slow machine holds its thread this long. */
const LONGEST_PATIENCE_MS = 6_000;
/** A silence that ended by itself tells how slow this machine is; the next one may last so many times as long. */
const SLOWNESS_FACTOR = 2;
/** How long slowness and hangs are remembered, ms. */
const MEMORY_MS = 600_000;

/** How long silence is borne, which grows where pages are slow and where ending them was of no use. */
export interface Patience {
  /** What a page that is up gets now, ms. */
  current(): number;
  /** A page was silent for so long and then answered. */
  recovered(silentMs: number): void;
  /** A page was ended for its silence. */
  ended(): void;
}

/**
 * Makes the patience of one screen; it outlives the pages, so that a slow machine never spins through restarts. `slowness`
 * says how much longer than usual things take now, from 1.
 */
export function createPatience(clock: Clock, slowness: () => number = () => 1): Patience {
  let slowest = { silentMs: 0, at: Number.NEGATIVE_INFINITY };
  let endings: number[] = [];
  const isRecent = (at: number): boolean => clock.monotonic() - at < MEMORY_MS;
  return {
    current() {
      const learnt = isRecent(slowest.at) ? slowest.silentMs * SLOWNESS_FACTOR : 0;
      const doubled = PATIENCE_MS * 2 ** endings.filter(isRecent).length;
      return Math.min(LONGEST_PATIENCE_MS, Math.max(PATIENCE_MS * slowness(), learnt, doubled));
    },
    recovered(silentMs) {
      if (silentMs >= slowest.silentMs || !isRecent(slowest.at))
        slowest = { silentMs, at: clock.monotonic() };
    },
    ended() {
      endings = [...endings.filter(isRecent), clock.monotonic()];
    },
  };
}

const ASK_EVERY_MS = 300;
const TICK_MS = 100;
/** More than this between two ticks was time in which this process did not run, and the page perhaps neither. */
const MOST_PER_TICK_MS = 2 * TICK_MS;
/** A page that is still loading its script may be silent for long; one that answered so often is up. */
const ANSWERS_UNTIL_UP = 8;

export interface HangWatchDependencies {
  /** Asks the page's own thread; true: it answered. A hung page may leave it open for ever. */
  readonly ask: () => Promise<boolean>;
  readonly patience: Patience;
  readonly clock: Clock;
  /** The page hangs; told once, and the watch is over. */
  readonly onHang: () => void;
}

/** Asks a page again and again whether it lives; only silence that this process was awake for counts. */
export interface HangWatch {
  stop(): void;
}

/** Begins to watch at once. */
export function watchForHang({ ask, patience, clock, onHang }: HangWatchDependencies): HangWatch {
  let timer: ClockTimer | null = null;
  let isOver = false;
  let isAnswered = true;
  let silentMs = 0;
  let answers = 0;
  let tickedAt = clock.monotonic();

  const askNow = (): void => {
    isAnswered = false;
    void ask().then((hasAnswered) => {
      // One that says no at once (the page has only just gone) is asked again at the next tick.
      if (hasAnswered) answered();
      else isAnswered = true;
    });
  };
  const answered = (): void => {
    isAnswered = true;
    answers += 1;
    if (answers > ANSWERS_UNTIL_UP && silentMs > ASK_EVERY_MS) patience.recovered(silentMs);
    silentMs = 0;
    timer?.cancel();
    if (!isOver) timer = clock.after(ASK_EVERY_MS, begin);
  };
  const begin = (): void => {
    tickedAt = clock.monotonic();
    askNow();
    timer = clock.after(TICK_MS, tick);
  };
  const tick = (): void => {
    const now = clock.monotonic();
    silentMs += Math.min(now - tickedAt, MOST_PER_TICK_MS);
    tickedAt = now;
    if (silentMs >= (answers < ANSWERS_UNTIL_UP ? LONGEST_PATIENCE_MS : patience.current())) {
      isOver = true;
      patience.ended();
      onHang();
      return;
    }
    if (isAnswered) askNow();
    timer = clock.after(TICK_MS, tick);
  };
  begin();
  return {
    stop: () => {
      isOver = true;
      timer?.cancel();
    },
  };
}
