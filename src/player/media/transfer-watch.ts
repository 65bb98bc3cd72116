import type { Clock, ClockTimer } from '../../shared/clock.ts';

/** How slow a transfer may be. */
export interface TransferPace {
  /** Without a byte for so long it has come to a halt, ms. */
  readonly stallMs: number;
  /** At least so many bytes in each stretch of `paceMs`. */
  readonly paceBytes: number;
  readonly paceMs: number;
}

/**
 * Aborts its signal when nothing came for a while, or too little over a longer one. Only the time in which the network is
 * waited for counts, not what the disk takes.
 */
export interface TransferWatch {
  readonly signal: AbortSignal;
  /** The next bytes are waited for. */
  readonly listen: () => void;
  /** So many bytes came; nobody waits for more before the next `listen`. */
  readonly came: (bytes: number) => void;
  /** Why it was aborted by the watch itself; null: it was not. */
  tooSlow(): 'stalled' | 'trickles' | null;
  /** Ends the transfer now, for another reason. */
  abort(): void;
  /** Stops watching. */
  stop(): void;
}

/** Watches a transfer by `pace`, from its request on; `outer` aborts it as well. */
export function watchTransfer(clock: Clock, pace: TransferPace, outer: AbortSignal): TransferWatch {
  const { stallMs, paceBytes, paceMs } = pace;
  const controller = new AbortController();
  let reason: 'stalled' | 'trickles' | null = null;
  /** Null: the network is not waited for. */
  let listeningSince: number | null = clock.monotonic();
  let stretch = { heardMs: 0, bytes: 0 };
  let timer: ClockTimer;

  const waitedMs = (): number => (listeningSince === null ? 0 : clock.monotonic() - listeningSince);
  const abort = (): void => {
    controller.abort();
  };
  const look = (): void => {
    if (waitedMs() >= stallMs) reason = 'stalled';
    else if (stretch.heardMs + waitedMs() >= paceMs) {
      if (stretch.bytes < paceBytes) reason = 'trickles';
      else stretch = { heardMs: -waitedMs(), bytes: 0 };
    }
    if (reason === null) lookAgain();
    else abort();
  };
  const lookAgain = (): void => {
    timer = clock.after(Math.min(stallMs - waitedMs(), paceMs - stretch.heardMs - waitedMs()), look);
  };

  timer = clock.after(Math.min(stallMs, paceMs), look);
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    listen: () => {
      stretch.heardMs += waitedMs();
      listeningSince = clock.monotonic();
    },
    came: (bytes) => {
      stretch.heardMs += waitedMs();
      stretch.bytes += bytes;
      listeningSince = null;
    },
    tooSlow: () => reason,
    abort,
    stop: () => {
      timer.cancel();
      outer.removeEventListener('abort', abort);
    },
  };
}
