import type { Clock, ClockTimer } from '../shared/clock.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import type { ServerTrialStatus } from '../shared/status.ts';

/** So long another server is tried before the screen goes back to the one that it had. */
const TRIAL_MS = 15_000;

/** What a trial is of, and the two ways out of it. */
export interface TriedServer {
  readonly url: string;
  /** The server that the screen goes back to. */
  readonly before: string;
  readonly keep: () => Promise<Result<null>>;
  /** Never fails: what the screen had before is still stored. */
  readonly undo: () => Promise<void>;
}

/** Another server that holds for a while and is stored nowhere until somebody keeps it. */
export interface ServerTrial {
  readonly begin: (tried: TriedServer) => void;
  /** Fails with `no-trial`, or as keeping did; what cannot be kept is undone. */
  readonly keep: () => Promise<Result<null>>;
  /** Goes back, as it is done when the time is over; nothing when nothing is tried. */
  readonly undo: () => Promise<void>;
  /** Null: nothing is being tried. */
  readonly status: () => ServerTrialStatus | null;
  /** Tries no longer and does nothing more: a start goes by what is stored. */
  readonly stop: () => void;
}

/** Nothing is tried yet; `onChange` hears of every beginning and end. */
export function createServerTrial(clock: Clock, onChange: () => void): ServerTrial {
  let tried: TriedServer | null = null;
  let timer: ClockTimer | null = null;
  let untilMs = 0;
  const end = (): TriedServer | null => {
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
      if (was === null) return fail('no-trial', 'The screen is back with the server that it had before.');
      const kept = await was.keep();
      if (!kept.ok) await was.undo();
      return kept.ok ? ok(null) : kept;
    },
    undo,
    status: () =>
      tried === null
        ? null
        : { until: new Date(untilMs).toISOString(), server: tried.url, before: tried.before },
    stop: () => {
      end();
    },
  };
}
