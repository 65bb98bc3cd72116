import type { Heartbeat } from '../heartbeat/heartbeat.ts';
import type { Log } from '../logging/log.ts';
import type { PlaylistKeeper } from '../playlist/playlist-keeper.ts';
import { assertNever } from '../shared/assert-never.ts';
import type { PlaybackReport } from '../shared/bridge.ts';
import type { Clock } from '../shared/clock.ts';
import { describeThrown } from '../shared/result.ts';
import type { PlayRecords } from '../store/play-records.ts';
import type { LiveState } from './live-state.ts';

const LONGEST_KEPT_MS = 400 * 24 * 3_600_000;
const MOST_KEPT = 1_000_000;
const TRIM_EVERY = 1_000;
/** By age only once the clock is known; until then that is looked at again soon. */
const TRIM_AGAIN = 20;

export interface ScreenReportDependencies {
  readonly live: LiveState;
  readonly keeper: PlaylistKeeper;
  readonly plays: PlayRecords;
  readonly heartbeat: Pick<Heartbeat, 'report'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
}

/** Takes what the renderer reports of its screen: what it shows is what plays, what it showed is proof of play. */
export function createScreenReports(
  dependencies: ScreenReportDependencies,
): (report: PlaybackReport) => void {
  const { live, keeper, clock, onChange } = dependencies;
  const provePlay = createProofOfPlay(dependencies);

  return (report) => {
    switch (report.kind) {
      case 'shown': {
        keeper.confirmPlaying(report.program);
        keeper.itemShown(report.program, report.item);
        const item = keeper.item(report.program, report.item);
        const since = new Date(clock.now()).toISOString();
        live.current = item === null ? null : { id: item.id, fileName: item.fileName, since };
        live.standbyShown = false;
        break;
      }
      case 'standby':
        keeper.confirmPlaying(report.program);
        live.current = null;
        live.standbyShown = true;
        break;
      case 'ended':
        provePlay(report);
        return;
      case 'failed': {
        const name = keeper.item(report.program, report.item)?.fileName ?? report.item;
        dependencies.heartbeat.report('item-failed', `${name} does not play and was skipped.`, {
          details: report.reason,
        });
        keeper.itemFailed(report.program, report.item, report.reason);
        break;
      }
      default:
        assertNever(report);
    }
    onChange();
  };
}

/** Each showing goes to player.db; a disk that refuses costs the record, never the show. */
function createProofOfPlay({
  live,
  keeper,
  plays,
  clock,
  log,
}: ScreenReportDependencies): (report: Extract<PlaybackReport, { kind: 'ended' }>) => void {
  // The first record trims: a screen that restarts each night may never show a thousand items in between.
  let untilTrim = 1;
  return (report) => {
    const item = keeper.item(report.program, report.item);
    if (item === null) return;
    try {
      plays.add({
        startedAtMs: clock.now() - report.shownMs,
        shownMs: report.shownMs,
        itemId: item.id,
        fileName: item.fileName,
        sha256: item.sha256,
        playlistVersion: keeper.status().version,
        complete: report.complete,
        reason: report.reason,
      });
      untilTrim -= 1;
      if (untilTrim > 0) return;
      untilTrim = live.clockConfirmed ? TRIM_EVERY : TRIM_AGAIN;
      const olderThanMs = live.clockConfirmed ? clock.now() - LONGEST_KEPT_MS : null;
      plays.trim({ olderThanMs, most: MOST_KEPT });
    } catch (thrown) {
      log.warn('A showing could not be recorded', { reason: describeThrown(thrown) });
    }
  };
}
