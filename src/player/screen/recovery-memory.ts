import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import type { Program } from '../../shared/program.ts';
import { describeThrown } from '../../shared/result.ts';
import { recoveryCauses, type LastRecovery, type RecoveryCounters } from '../../shared/status.ts';
import type { OverwrittenNote } from '../../platform/files/overwritten-note.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';
import {
  escalate,
  initialRecoveryState,
  recoveryStateSchema,
  type RecoveryEvent,
  type RecoveryState,
  type RecoveryStep,
} from './recovery-state.ts';
import { createBlameMemory, type BlameMemory } from './blame-memory.ts';
import { selectForMode } from './safe-program.ts';

const RECOVERY_STATE = 'recovery-state';
const LAST_RECOVERY = 'last-recovery';
/** Of what a browser says of its end; it is shown on one line. */
const LONGEST_DETAIL = 200;

const lastRecoverySchema = z.object({
  at: z.iso.datetime(),
  cause: z.enum(recoveryCauses),
  detail: z.string().max(LONGEST_DETAIL).nullable(),
});

/** How far the player has gone to bring the screen back; it outlives the process, and brings nothing back by itself. */
export interface RecoveryMemory {
  readonly state: () => RecoveryState;
  /** Takes an event into account and answers what follows from it. */
  readonly note: (event: RecoveryEvent) => RecoveryStep;
  /** What the renderer gets of `program`: in safe mode its images only, and never what brought the screen down. */
  readonly select: (program: Program | null) => Program | null;
  readonly counters: () => RecoveryCounters;
  /** The newest time that the screen was brought back, also by a run before this one; null: never. */
  readonly lastRecovery: () => LastRecovery | null;
  readonly noteRecovery: (recovery: LastRecovery) => void;
  readonly blame: BlameMemory;
}

/** Goes on with what the last run left; a state that cannot be read is that of a screen that never failed. */
export function createRecoveryMemory(
  keyValues: KeyValueStore,
  suspects: OverwrittenNote,
  log: Log,
  version: string,
): RecoveryMemory {
  const blame = createBlameMemory(keyValues, suspects, log, version);
  const onUnread = (thrown: unknown): void => {
    log.warn('How often the screen failed is not known', { reason: describeThrown(thrown) });
  };
  let state = readKept(keyValues, RECOVERY_STATE, recoveryStateSchema, onUnread) ?? initialRecoveryState;
  let lastRecovery = readKept(keyValues, LAST_RECOVERY, lastRecoverySchema, onUnread);
  let modeChanges = 0;
  return {
    state: () => state,
    note: (event) => {
      const next = escalate(state, event);
      if (next.state !== state) keep(keyValues, RECOVERY_STATE, next.state, log);
      state = next.state;
      if (next.step === 'enter-safe-mode' || next.step === 'leave-safe-mode') modeChanges += 1;
      return next.step;
    },
    blame,
    lastRecovery: () => lastRecovery,
    noteRecovery: ({ at, cause, detail }) => {
      lastRecovery = { at, cause, detail: detail?.slice(0, LONGEST_DETAIL) ?? null };
      keep(keyValues, LAST_RECOVERY, lastRecovery, log);
    },
    select: (program) =>
      selectForMode(blame.select(program), state.safeSince !== null, modeChanges + blame.changes()),
    counters: () => ({
      screen: state.recoveries,
      relaunches: state.totalRelaunches,
      safeMode: state.safeSince !== null,
    }),
  };
}

/** A disk that refuses costs the memory, never the recovery. */
function keep(keyValues: KeyValueStore, name: string, value: object, log: Log): void {
  try {
    keyValues.set(name, JSON.stringify(value));
  } catch (thrown) {
    log.warn('A recovery could not be recorded', { reason: describeThrown(thrown) });
  }
}
