import type { Log } from '../../platform/logging/log.ts';
import { createCurrentFile } from './current-file.ts';
import { updateResult } from './feedback.ts';
import type { StatusFileContent } from './status-file.types.ts';
import type {
  AwakeReport,
  CertificateSummary,
  CurrentItem,
  PanelStatus,
  Snapshot,
  LastRecovery,
  SyncProgress,
  TransitionFigures,
  UpdateStatus,
} from '../../shared/status.ts';

/** Brings `snapshot` into the form of `status.json`; nothing secret is in it. `nowMs` by the machine's clock. */
export function toStatusFile(
  snapshot: Snapshot,
  { nowMs, beatSeconds }: { readonly nowMs: number; readonly beatSeconds: number },
): StatusFileContent {
  const { player, playlist, cache, outbox } = snapshot;
  return {
    state: snapshot.state,
    connection: snapshot.connection,
    trust: snapshot.trust.mode,
    certificate: certificateOf(snapshot.trust.current),
    clock: { verdict: snapshot.clock.verdict, correction_s: secondsOf(snapshot.clock.correctionMs) },
    group_clock: groupClockOf(snapshot.groupClock),
    player: { id: player.id, name: player.name, hostname: player.hostname, orientation: player.orientation },
    playlist: {
      version: playlist.version,
      items: playlist.items,
      offered: playlist.offered,
      staged: playlist.staged,
    },
    progress: progressOf(snapshot.progress),
    current: currentOf(snapshot.current),
    transitions: transitionsOf(snapshot.transitions),
    pixels: snapshot.pixels?.verdict ?? null,
    recoveries: {
      screen: snapshot.recoveries.screen,
      relaunches: snapshot.recoveries.relaunches,
      safe_mode: snapshot.recoveries.safeMode,
    },
    last_recovery: snapshot.lastRecovery === null ? null : toLastRecovery(snapshot.lastRecovery),
    started: {
      at: snapshot.startedAt,
      reason: snapshot.start?.reason ?? null,
      cause: snapshot.start?.cause ?? null,
    },
    problems: snapshot.problems,
    awake: awakeOf(snapshot.awake),
    cache: { used_bytes: cache.usedBytes, limit_bytes: cache.limitBytes, free_bytes: cache.freeBytes },
    panel: panelOf(snapshot.panel),
    update: updateOf(snapshot.update),
    stick: stickOf(snapshot.stick),
    last_contact: snapshot.lastContact,
    outbox: { pending: outbox.pending, oldest: outbox.oldest },
    app_version: snapshot.appVersion,
    shell: snapshot.shell,
    secret_backend: snapshot.secretBackend,
    ...graphicsOf(snapshot),
    pid: snapshot.pid,
    written_at: new Date(nowMs).toISOString(),
    beat_seconds: beatSeconds,
  };
}

function updateOf({ previous, staged, result, failure }: UpdateStatus): StatusFileContent['update'] {
  return {
    previous,
    staged,
    result: updateResult(result),
    result_version: result?.version ?? null,
    result_at: result?.at ?? null,
    failure: failure?.code ?? null,
  };
}

function stickOf(stick: Snapshot['stick']): StatusFileContent['stick'] {
  if (stick === null) return null;
  const { at, outcome, failure } = stick;
  return { at, outcome, failure: failure?.code ?? null, message: failure?.message ?? null };
}

function certificateOf(current: CertificateSummary | null): StatusFileContent['certificate'] {
  return current === null ? null : { valid_until: current.validUntil, days_left: current.daysLeft };
}

function currentOf(current: CurrentItem | null): StatusFileContent['current'] {
  if (current === null) return null;
  return { id: current.id, file_name: current.fileName, since: current.since, until: current.until };
}

function groupClockOf(clock: Snapshot['groupClock']): StatusFileContent['group_clock'] {
  if (clock === null) return null;
  return { group: clock.group, source: clock.source, error_ms: clock.errorMs, age_s: clock.ageSeconds };
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1_000);
}

function progressOf(progress: SyncProgress | null): StatusFileContent['progress'] {
  if (progress === null) return null;
  return {
    files_done: progress.filesDone,
    files_total: progress.filesTotal,
    bytes_done: progress.bytesDone,
    bytes_total: progress.bytesTotal,
    bytes_per_second: Math.round(progress.bytesPerSecond),
    seconds_left: progress.secondsLeft === null ? null : Math.round(progress.secondsLeft),
  };
}

function graphicsOf({
  graphics,
  videoDecoder,
}: Snapshot): Pick<StatusFileContent, 'graphics' | 'video_decoder'> {
  return {
    graphics: graphics && { mode: graphics.mode, failed_at: graphics.failedAt },
    video_decoder: videoDecoder && { name: videoDecoder.name, hardware: videoDecoder.isHardware },
  };
}

function awakeOf(awake: AwakeReport | null): StatusFileContent['awake'] {
  return awake === null ? null : { wanted: awake.wanted, held_by: awake.heldBy, failed: awake.failed };
}

function panelOf({ state, reason, until, hours, answer }: PanelStatus): StatusFileContent['panel'] {
  return {
    state,
    reason,
    until,
    hours: hours?.text ?? null,
    hours_by: hours?.by ?? null,
    means: answer?.means ?? null,
    asked: answer?.asked ?? null,
    verified: answer?.verified ?? null,
    detail: answer?.detail ?? null,
    at: answer?.at ?? null,
  };
}

function transitionsOf(figures: TransitionFigures | null): StatusFileContent['transitions'] {
  if (figures === null) return null;
  return {
    count: figures.count,
    held: figures.held,
    late_p50_ms: Math.round(figures.lateP50),
    late_p95_ms: Math.round(figures.lateP95),
    late_max_ms: Math.round(figures.lateMax),
    dropped_frames: figures.droppedFrames,
    repeated_frames: figures.repeatedFrames,
  };
}

export interface StatusFile {
  /** As {@link CurrentFile}. */
  write(content: StatusFileContent): void;
  flush(): Promise<void>;
}

/** Keeps `status.json` at `named`. */
export function createStatusFile(named: string, log: Log): StatusFile {
  const file = createCurrentFile(named, 'The status file could not be written.', log);
  return {
    write: (content) => {
      file.write(`${JSON.stringify(content, null, 2)}\n`);
    },
    flush: () => file.flush(),
  };
}

const recoveryWords: Readonly<Record<LastRecovery['cause'], string>> = {
  lost: 'The window was lost',
  silent: 'The screen no longer answered',
  'never-connected': 'The screen never answered',
  black: 'The screen was black',
  'by-itself': 'The screen started anew by itself',
  memory: 'The browser needed too much memory',
};

function toLastRecovery({ at, cause, detail }: LastRecovery): StatusFileContent['last_recovery'] {
  return {
    at,
    message: detail === null ? `${recoveryWords[cause]}.` : `${recoveryWords[cause]} (${detail}).`,
  };
}
