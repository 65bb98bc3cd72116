import type { Clock, ClockTimer } from '../shared/clock.ts';
import type { Failed, Result } from '../shared/result.ts';

/** So long something is tried: enough to see what came of it, and soon enough for whoever cannot. */
const TRIAL_MS = 15_000;

/** What holds for a while and is stored nowhere until somebody keeps it, and the two ways out of that. */
export interface Tried {
  readonly keep: () => Promise<Result<null>>;
  /** Never fails: what was there before is still stored. */
  readonly undo: () => Promise<void>;
}

export interface Trial<What extends Tried> {
  /** Tries this one; the time begins. */
  readonly begin: (tried: What) => void;
  /** Fails when nothing is tried any more, or as keeping did; what cannot be kept is undone. */
  readonly keep: () => Promise<Result<null>>;
  /** Goes back, as it is done when the time is over; nothing when nothing is tried. */
  readonly undo: () => Promise<void>;
  /** What is tried, and until when (ISO 8601); null: nothing. */
  readonly current: () => { readonly tried: What; readonly until: string } | null;
  /** Tries no longer and does nothing more: a start goes by what is stored. */
  readonly stop: () => void;
}

/** Nothing is tried yet; `onChange` hears of every beginning and end, `over` says that there is nothing to keep. */
export function createTrial<What extends Tried>(
  clock: Clock,
  onChange: () => void,
  over: () => Failed,
): Trial<What> {
  let tried: What | null = null;
  let timer: ClockTimer | null = null;
  let untilMs = 0;
  const end = (): What | null => {
    const was = tried;
    tried = null;
    timer?.cancel();
    timer = null;
    if (was !== null) onChange();
    return was;
  };
  const undo = async (): Promise<void> => {
    await end()?.undo();
  };
  return {
    begin: (next) => {
      end();
      tried = next;
      untilMs = clock.now() + TRIAL_MS;
      timer = clock.after(TRIAL_MS, () => void undo());
      onChange();
    },
    keep: async () => {
      const was = end();
      if (was === null) return over();
      const kept = await was.keep();
      if (!kept.ok) await was.undo();
      return kept;
    },
    undo,
    current: () => (tried === null ? null : { tried, until: new Date(untilMs).toISOString() }),
    stop: () => {
      end();
    },
  };
}
