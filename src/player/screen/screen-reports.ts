import type { Heartbeat } from '../heartbeat/heartbeat.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { PlaylistManager } from '../playlist/playlist-manager.types.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { PlaybackReport } from '../../shared/bridge.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ProgramItem } from '../../shared/program.ts';
import { describeThrown } from '../../shared/result.ts';
import type { CurrentItem } from '../../shared/status.ts';
import type { PlayRecords } from '../../platform/store/play-records.ts';
import type { LiveState } from '../status/live-state.ts';

const LONGEST_KEPT_MS = 400 * 24 * 3_600_000;
const MOST_KEPT = 1_000_000;
const TRIM_EVERY = 1_000;
/** By age only once the clock is known; until then that is looked at again soon. */
const TRIM_AGAIN = 20;

export interface ScreenReportDependencies {
  readonly live: LiveState;
  readonly playlists: PlaylistManager;
  readonly plays: PlayRecords;
  readonly heartbeat: Pick<Heartbeat, 'report'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
}

/** The receiver of what the renderer says of its screen. */
export interface ScreenReports {
  report(report: PlaybackReport): void;
  /** The renderer lives: what it showed last is still there. */
  alive(): void;
  /** There is no window any more: what was on it has ended, and nothing is shown. */
  screenAway(): void;
  /** The player stops: what is on the screen ends with it. */
  readonly close: () => void;
}

/** A showing that has begun and of whose end nothing was heard yet. */
interface OpenShowing {
  readonly program: string;
  readonly item: string;
  readonly sinceMs: number;
  aliveMs: number;
}

/** Takes what the renderer reports of its screen: what it shows is what plays, what it showed is proof of play. */
export function createScreenReports(dependencies: ScreenReportDependencies): ScreenReports {
  const { live, playlists, clock, onChange } = dependencies;
  const provePlay = createProofOfPlay(dependencies);
  let open: OpenShowing | null = null;

  /** A renderer that is lost says nothing of the end: the showing counts as long as it was known to live. */
  const endOpen = (reason: 'screen-lost' | 'stopped', untilMs: number): void => {
    if (open === null) return;
    const { program, item, sinceMs } = open;
    open = null;
    const endedMsAgo = clock.monotonic() - untilMs;
    provePlay({ program, item, shownMs: untilMs - sinceMs, endedMsAgo, complete: false, reason });
  };

  const receive = (report: PlaybackReport): void => {
    switch (report.kind) {
      case 'shown': {
        if (open !== null) endOpen('screen-lost', open.aliveMs);
        open = {
          program: report.program,
          item: report.item,
          sinceMs: clock.monotonic(),
          aliveMs: clock.monotonic(),
        };
        playlists.confirmPlaying(report.program);
        playlists.itemShown(report.program, report.item, report.turn);
        const item = playlists.item(report.program, report.item);
        live.current = item === null ? null : currentOf(item, clock.now(), playlists.status().items > 1);
        live.currentVideo = item?.kind === 'video' ? item.source : null;
        live.standbyShown = false;
        break;
      }
      case 'standby':
        playlists.confirmPlaying(report.program);
        live.current = null;
        live.standbyShown = true;
        break;
      case 'ended':
        open = null;
        provePlay({ ...report, endedMsAgo: 0 });
        // Nothing follows until the panel is on again.
        if (report.reason !== 'screen-off') return;
        live.current = null;
        break;
      case 'preparing':
      case 'prepared':
        return;
      case 'failed': {
        const name = playlists.item(report.program, report.item)?.fileName ?? report.item;
        dependencies.heartbeat.report('item-failed', `${name} does not play and was skipped.`, {
          details: report.reason,
        });
        playlists.itemFailed(report.program, report.item, report.reason);
        break;
      }
      default:
        assertNever(report);
    }
    onChange();
  };

  return {
    report: receive,
    alive: () => {
      if (open !== null) open.aliveMs = clock.monotonic();
    },
    screenAway: () => {
      if (open !== null) endOpen('screen-lost', open.aliveMs);
      live.current = null;
      live.standbyShown = false;
    },
    close: () => {
      endOpen('stopped', clock.monotonic());
    },
  };
}

/** What plays and until when; an item that is alone is shown again by itself. */
function currentOf({ id, fileName, durationMs }: ProgramItem, nowMs: number, hasNext: boolean): CurrentItem {
  const until = hasNext && durationMs !== null ? new Date(nowMs + durationMs).toISOString() : null;
  return { id, fileName, since: new Date(nowMs).toISOString(), until };
}

/** How one showing went. */
interface EndedShowing {
  readonly program: string;
  readonly item: string;
  readonly shownMs: number;
  readonly endedMsAgo: number;
  readonly complete: boolean;
  readonly reason: string;
}

/** Each showing goes to player.db; a disk that refuses costs the record, never the show. */
function createProofOfPlay({
  live,
  playlists,
  plays,
  clock,
  log,
}: ScreenReportDependencies): (ended: EndedShowing) => void {
  // The first record trims: a screen that restarts each night may never show a thousand items in between.
  let untilTrim = 1;
  return ({ program, item: key, shownMs, endedMsAgo, complete, reason }) => {
    const item = playlists.item(program, key);
    if (item === null) return;
    try {
      plays.add({
        startedAtMs: clock.now() - endedMsAgo - shownMs,
        shownMs,
        itemId: item.id,
        fileName: item.fileName,
        sha256: item.sha256,
        playlistVersion: playlists.status().version,
        complete,
        reason,
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
