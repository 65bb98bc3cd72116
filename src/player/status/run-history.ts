import { z } from 'zod';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';

const RUN = 'last-run';

/** Why the player starts: `crash` when it never said that it stopped, `display` when it ended with its display. */
type StartReason = 'boot' | 'crash' | 'update' | 'request' | 'recovery' | 'nightly' | 'display';

/** A start, and in a few words what made it necessary, where anybody knows. */
export interface Start {
  readonly reason: StartReason;
  readonly cause: string | null;
}

const runSchema = z.object({
  version: z.string(),
  /** How the last run ended; `running`: it never said. */
  ended: z.enum(['running', 'stopped', 'relaunch', 'recovery', 'nightly', 'bug']),
});
export type Run = z.infer<typeof runSchema>;

/** What the parent process says of a player that ended because its display went away. */
const DISPLAY_WENT = 'display';

/**
 * Finds out why this start happened, and notes that a player of `version` runs now. `restartedAfter`: how the player before
 * this one ended, as the parent process saw it; null when it did not see one.
 */
export function noteStart(keyValues: KeyValueStore, version: string, restartedAfter: string | null): Start {
  const before = readRun(keyValues.get(RUN));
  noteRun(keyValues, version, 'running');
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

/** Notes how the run of a player of `version` stands: that it stopped in order, or is about to start anew. */
export function noteRun(keyValues: KeyValueStore, version: string, ended: Run['ended']): void {
  keyValues.set(RUN, JSON.stringify({ version, ended } satisfies Run));
}

function readRun(text: string | null): Run | null {
  if (text === null) return null;
  try {
    return runSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
