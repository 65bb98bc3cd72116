import type { MediaEvent } from '../media/media-types.ts';
import type { Heartbeat } from '../heartbeat/heartbeat.ts';
import type { Failure } from '../../shared/result.ts';
import type { PlaylistStatus } from '../../shared/status.ts';
import type { TrustEvent } from '../trust/trust.types.ts';

type Reporter = Pick<Heartbeat, 'report'>;

/** Tells the server what happens to the playlist: offered, staged, playing, refused, each once. */
export function createPlaylistReports(
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

/** Tells the server of a file that is more than the screen can bear, once for each time that it came. */
export function reportMediaEvent(reporter: Reporter, event: MediaEvent): void {
  if (event.kind !== 'refused') return;
  reporter.report('item-failed', `${event.fileName} is more than this screen can bear and is left out.`, {
    details: event.reason,
  });
}
