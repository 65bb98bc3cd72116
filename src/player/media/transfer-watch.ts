import type { Clock, ClockTimer } from '../../shared/clock.ts';

/** How slow a transfer may be. */
export interface TransferPace {
  /** Without a byte for so long it has come to a halt, ms. */
  readonly stallMs: number;
  /** At least so many bytes in each stretch of `paceMs`. */
  readonly paceBytes: number;
  readonly paceMs: number;
}

/** Aborts its signal when nothing came for a while, or too little over a longer one. */
export interface TransferWatch {
  readonly signal: AbortSignal;
  /** So many bytes came. */
  readonly came: (bytes: number) => void;
  /** Why it was aborted by the watch itself; null: it was not. */
  tooSlow(): 'stalled' | 'trickles' | null;
  /** Ends the transfer now, for another reason. */
  abort(): void;
  /** Stops watching. */
  stop(): void;
}

/** Watches a transfer by `pace`; `outer` aborts it as well. */
export function watchTransfer(clock: Clock, pace: TransferPace, outer: AbortSignal): TransferWatch {
  const { stallMs, paceBytes, paceMs } = pace;
  const controller = new AbortController();
  let reason: 'stalled' | 'trickles' | null = null;
  let lastCame = clock.monotonic();
  let stretch = { since: lastCame, bytes: 0 };
  let timer: ClockTimer;

  const abort = (): void => {
    controller.abort();
  };
  const look = (): void => {
    const now = clock.monotonic();
    if (now - lastCame >= stallMs) reason = 'stalled';
    else if (now - stretch.since >= paceMs) {
      if (stretch.bytes < paceBytes) reason = 'trickles';
      else stretch = { since: now, bytes: 0 };
    }
    if (reason === null) lookAgain(now);
    else abort();
  };
  const lookAgain = (now: number): void => {
    timer = clock.after(Math.min(lastCame + stallMs, stretch.since + paceMs) - now, look);
  };

  timer = clock.after(Math.min(stallMs, paceMs), look);
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    came: (bytes) => {
      lastCame = clock.monotonic();
      stretch.bytes += bytes;
    },
    tooSlow: () => reason,
    abort,
    stop: () => {
      timer.cancel();
      outer.removeEventListener('abort', abort);
    },
  };
}
