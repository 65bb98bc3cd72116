import type { Clock, ClockTimer } from '../../shared/clock.ts';

/** Aborts its signal when nothing moved for a while. */
export interface StallWatch {
  readonly signal: AbortSignal;
  /** Something moved. */
  readonly beat: () => void;
  stalled(): boolean;
  /** Ends the transfer now, for another reason. */
  abort(): void;
  /** Stops watching. */
  stop(): void;
}

/** Watches a transfer: `stallMs` without a {@link StallWatch.beat} aborts it, and so does `outer`. */
export function watchForStall(clock: Clock, stallMs: number, outer: AbortSignal): StallWatch {
  const controller = new AbortController();
  let stalled = false;
  let lastBeat = clock.monotonic();
  let timer: ClockTimer;
  const abort = (): void => {
    controller.abort();
  };
  const look = (): void => {
    const quietMs = clock.monotonic() - lastBeat;
    if (quietMs < stallMs) {
      timer = clock.after(stallMs - quietMs, look);
      return;
    }
    stalled = true;
    abort();
  };
  timer = clock.after(stallMs, look);
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    beat: () => {
      lastBeat = clock.monotonic();
    },
    stalled: () => stalled,
    abort,
    stop: () => {
      timer.cancel();
      outer.removeEventListener('abort', abort);
    },
  };
}
