import type { Log } from '../../platform/logging/log.ts';
import type { Program } from '../../shared/program.ts';
import { describeThrown } from '../../shared/result.ts';
import type { RecoveryCounters } from '../../shared/status.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
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

/** How far the player has gone to bring the screen back; it outlives the process, and brings nothing back by itself. */
export interface RecoveryMemory {
  readonly state: () => RecoveryState;
  /** Takes an event into account and answers what follows from it. */
  readonly note: (event: RecoveryEvent) => RecoveryStep;
  /** What the renderer gets of `program`: in safe mode its images only, and never what brought the screen down. */
  readonly select: (program: Program | null) => Program | null;
  readonly counters: () => RecoveryCounters;
  readonly blame: BlameMemory;
}

/** Goes on with what the last run left; a state that cannot be read is that of a screen that never failed. */
export function createRecoveryMemory(keyValues: KeyValueStore, log: Log, version: string): RecoveryMemory {
  const blame = createBlameMemory(keyValues, log, version);
  let state = readRecoveryState(keyValues, log);
  let modeChanges = 0;
  return {
    state: () => state,
    note: (event) => {
      const next = escalate(state, event);
      if (next.state !== state) keepRecoveryState(keyValues, next.state, log);
      state = next.state;
      if (next.step === 'enter-safe-mode' || next.step === 'leave-safe-mode') modeChanges += 1;
      return next.step;
    },
    blame,
    select: (program) =>
      selectForMode(blame.select(program), state.safeSince !== null, modeChanges + blame.changes()),
    counters: () => ({
      screen: state.recoveries,
      relaunches: state.totalRelaunches,
      safeMode: state.safeSince !== null,
    }),
  };
}

function readRecoveryState(keyValues: KeyValueStore, log: Log): RecoveryState {
  try {
    const text = keyValues.get(RECOVERY_STATE);
    return text === null
      ? initialRecoveryState
      : (recoveryStateSchema.safeParse(JSON.parse(text)).data ?? initialRecoveryState);
  } catch (thrown) {
    log.warn('How often the screen failed is not known', { reason: describeThrown(thrown) });
    return initialRecoveryState;
  }
}

/** A disk that refuses costs the memory, never the recovery. */
function keepRecoveryState(keyValues: KeyValueStore, state: RecoveryState, log: Log): void {
  try {
    keyValues.set(RECOVERY_STATE, JSON.stringify(state));
  } catch (thrown) {
    log.warn('A recovery could not be recorded', { reason: describeThrown(thrown) });
  }
}
