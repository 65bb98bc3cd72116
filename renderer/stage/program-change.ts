import {
  changeCutAt,
  createChangeWait,
  noteChange,
  WITHDRAWN_STANDS_MS,
  type ChangeWait,
} from '../../src/playback/change-cut.ts';
import type { Moment, Schedule } from '../../src/playback/schedule.ts';

/** What is to be done now for a program that waits. */
type Due =
  | 'nothing'
  /** The item on the screen ends now. */
  | 'cut'
  /** It ended already, nothing else came, and it was withdrawn: standby is better. */
  | 'leave';

/** Holds how long changes of the program have waited; the rules are in `playback/change-cut.ts`. */
export interface ProgramChange {
  /** A program was offered, or the time has changed what it means. */
  note(schedule: Schedule, moment: Moment): void;
  due(schedule: Schedule, moment: Moment, longestWaitMs: number): Due;
  noteCut(atMs: number): void;
}

/** Makes a {@link ProgramChange} for which nothing waits. */
export function createProgramChange(): ProgramChange {
  let wait: ChangeWait = createChangeWait();
  const note = (schedule: Schedule, moment: Moment): void => {
    wait = noteChange(wait, schedule, moment);
  };
  return {
    note,
    due(schedule, moment, longestWaitMs) {
      note(schedule, moment);
      const { current } = schedule;
      const nowMs = moment.monotonicMs;
      if (current?.cutMs !== undefined) {
        if (wait.withdrawnSinceMs === null) return 'nothing';
        // It may have ended long before, and stand only since nothing else was ready.
        const sinceMs = Math.max(wait.withdrawnSinceMs, current.cutMs);
        return nowMs - sinceMs >= WITHDRAWN_STANDS_MS ? 'leave' : 'nothing';
      }
      const atMs = changeCutAt(wait, schedule, moment, longestWaitMs);
      return atMs !== null && atMs <= nowMs ? 'cut' : 'nothing';
    },
    noteCut(atMs) {
      wait = { ...wait, lastCutMs: atMs };
    },
  };
}
