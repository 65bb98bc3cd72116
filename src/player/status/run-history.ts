import { z } from 'zod';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';
import type { Start } from '../../shared/status.ts';

const RUN = 'last-run';

const runSchema = z.object({
  version: z.string(),
  /** How the last run ended; `running`: it never said. */
  ended: z.enum(['running', 'stopped', 'relaunch', 'recovery', 'nightly', 'bug']),
});
type Run = z.infer<typeof runSchema>;

/** What the parent process says of a player that ended because its display went away. */
const DISPLAY_WENT = 'display';

/** Why this run of the player began, and how it ends, kept for the next one. */
export interface RunHistory {
  /**
   * Finds out why this start happened, and notes that this version runs now. `restartedAfter`: how the player before this one
   * ended, as the parent process saw it; null when it did not see one.
   */
  begin(restartedAfter: string | null): Start;
  /** Why this run began; null before `begin`. */
  start(): Start | null;
  /** The run is about to end for this reason; the last one that is told before `end` counts. */
  endsBy(reason: 'relaunch' | 'recovery' | 'nightly'): void;
  /** Notes how the run ended: in order, or because of a bug. */
  end(because?: 'bug'): void;
}

/** The history of the data folder that `keyValues` belongs to; `version`: that of this program. */
export function createRunHistory(keyValues: KeyValueStore, version: string): RunHistory {
  let ending: Run['ended'] = 'stopped';
  let start: Start | null = null;
  const note = (ended: Run['ended']): void => {
    keyValues.set(RUN, JSON.stringify({ version, ended } satisfies Run));
  };
  return {
    begin: (restartedAfter) => {
      const before = readKept(keyValues, RUN, runSchema);
      note('running');
      start = startAfter(before, version, restartedAfter);
      return start;
    },
    start: () => start,
    endsBy: (reason) => {
      ending = reason;
    },
    end: (because) => {
      note(because ?? ending);
    },
  };
}

function startAfter(before: Run | null, version: string, restartedAfter: string | null): Start {
  if (before === null) return { reason: 'boot', cause: null };
  if (before.version !== version) return { reason: 'update', cause: null };
  if (before.ended === 'running' && restartedAfter === DISPLAY_WENT)
    return { reason: 'display', cause: null };
  const reasons = {
    running: 'crash',
    bug: 'crash',
    stopped: 'boot',
    relaunch: 'request',
    recovery: 'recovery',
    nightly: 'nightly',
  } as const;
  const reason = reasons[before.ended];
  const cause = before.ended === 'bug' ? 'a bug' : reason === 'crash' ? restartedAfter : null;
  return { reason, cause };
}
