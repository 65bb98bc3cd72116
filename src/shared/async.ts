import type { Clock, ClockTimer } from './clock.ts';

/** Runs pieces of work one after the other, in the order in which they were given, also when one of them fails. */
export interface Sequencer {
  /** Answers what `work` answers, and rejects as it does. */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Resolves when everything that was given until now has ended; never rejects. */
  settled(): Promise<void>;
}

/** An empty {@link Sequencer}. */
export function createSequencer(): Sequencer {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (work) => {
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      return turn;
    },
    settled: async () => {
      await last;
    },
  };
}

/** Work that many may ask for and that runs once at a time: whoever asks while it runs gets the same answer. */
export interface SingleFlight<Given extends readonly unknown[], Value> {
  /** Joins the run that is under way, whatever it was given; else begins one. */
  (...given: Given): Promise<Value>;
  /** The run that is under way; null: none is. */
  current(): Promise<Value> | null;
}

/** Makes a {@link SingleFlight} of `work`. */
export function singleFlight<Given extends readonly unknown[], Value>(
  work: (...given: Given) => Promise<Value>,
): SingleFlight<Given, Value> {
  let flight: Promise<Value> | null = null;
  const ask = (...given: Given): Promise<Value> => {
    flight ??= work(...given).finally(() => {
      flight = null;
    });
    return flight;
  };
  return Object.assign(ask, { current: () => flight });
}

/** Something that is done again and again. */
export interface Repetition {
  /** The first time comes one interval from now. Does nothing while it runs already. */
  readonly start: () => void;
  /** It may be started again. */
  readonly stop: () => void;
}

/**
 * Does `action` every `intervalMs` on `clock`; where that is a function, it is asked before each wait. An action that takes
 * its time is waited for before the next wait begins. One that throws is a bug of its own and does not end the repetition.
 */
export function every(
  clock: Clock,
  intervalMs: number | (() => number),
  action: () => void | Promise<void>,
): Repetition {
  let timer: ClockTimer | null = null;
  let running = 0;
  let runs = 0;

  const wait = (run: number): void => {
    if (run !== running) return;
    timer = clock.after(typeof intervalMs === 'number' ? intervalMs : intervalMs(), () => {
      act(run);
    });
  };
  const act = (run: number): void => {
    let done: void | Promise<void> = undefined;
    try {
      done = action();
    } finally {
      if (!(done instanceof Promise)) wait(run);
    }
    if (done instanceof Promise) {
      void done.finally(() => {
        wait(run);
      });
    }
  };

  return {
    start: () => {
      if (running !== 0) return;
      runs += 1;
      running = runs;
      wait(running);
    },
    stop: () => {
      running = 0;
      timer?.cancel();
    },
  };
}

/** An action that many may ask for and that runs at most once in a while. */
export interface Coalesced {
  /** Asks for it; it runs soon, once for all who asked meanwhile. */
  readonly ask: () => void;
  /** Takes back what was asked for and has not run. */
  readonly cancel: () => void;
}

/** Runs `action` at most once every `gapMs` on `clock`, the first time at once after a quiet while. */
export function coalesce(clock: Clock, gapMs: number, action: () => void): Coalesced {
  let timer: ClockTimer | null = null;
  let ranAt = Number.NEGATIVE_INFINITY;
  return {
    ask: () => {
      timer ??= clock.after(Math.max(0, ranAt + gapMs - clock.monotonic()), () => {
        timer = null;
        ranAt = clock.monotonic();
        action();
      });
    },
    cancel: () => {
      timer?.cancel();
      timer = null;
    },
  };
}
