import { z } from 'zod';
import type { Heartbeat } from '../heartbeat/heartbeat.ts';
import type { Failure } from '../../shared/result.ts';
import type { PlaylistStatus } from '../../shared/status.ts';
import type { KeptValues } from '../../platform/store/kept-values.ts';
import type { TrustEvent } from '../trust/trust.types.ts';

type Reporter = Pick<Heartbeat, 'report'>;

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
export function noteStart(keptValues: KeptValues, version: string, restartedAfter: string | null): Start {
  const before = readRun(keptValues.get(RUN));
  noteRun(keptValues, version, 'running');
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
export function noteRun(keptValues: KeptValues, version: string, ended: Run['ended']): void {
  keptValues.set(RUN, JSON.stringify({ version, ended } satisfies Run));
}

function readRun(text: string | null): Run | null {
  if (text === null) return null;
  try {
    return runSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Tells the server what happens to the playlist: offered, staged, playing, refused, each once. */
export function createPlaylistNews(
  reporter: Reporter,
): (status: PlaylistStatus, problems: readonly Failure[]) => void {
  let before: PlaylistStatus | null = null;
  let refusedBefore = false;
  return (status, problems) => {
    const named = (version: string | null): string => `Playlist ${version ?? 'without a version'}`;
    if (before !== null && status.offered !== before.offered && status.offered !== status.version) {
      reporter.report('playlist-offered', `${named(status.offered)} is offered.`);
    }
    if (before !== null && status.staged !== before.staged && status.staged !== null) {
      reporter.report('playlist-staged', `${named(status.staged)} is complete and waits for the next item.`);
    }
    if (before !== null && status.version !== before.version && status.version !== null) {
      reporter.report('playlist-playing', `${named(status.version)} with ${status.items} items plays now.`);
    }
    before = status;
    const refusal = problems.find(({ code }) => code === 'playlist-refused');
    if (refusal !== undefined && !refusedBefore) reporter.report('cache-refused', refusal.message);
    refusedBefore = refusal !== undefined;
  };
}

/** Tells the server what happens to its certificate. */
export function reportTrustEvent(reporter: Reporter, event: TrustEvent): void {
  switch (event.kind) {
    case 'refused':
      reporter.report(
        'trust',
        `The server showed another certificate (${event.fingerprint}) and was refused.`,
      );
      break;
    case 'followed':
      reporter.report(
        'trust',
        `The server's new certificate (${event.fingerprint}) was followed: ${event.reason}.`,
      );
      break;
    case 'announced':
      reporter.report('trust', `The server announces its next certificate (${event.fingerprint}).`);
      break;
    case 'expiring':
      reporter.report('certificate-expiry', `The server's certificate ends in ${event.daysLeft} days.`);
      break;
    case 'changed':
      break;
  }
}
