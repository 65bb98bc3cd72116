import type { FeedbackReport } from '../server/server-client.types.ts';
import type { PanelStatus, Snapshot, UpdateStatus } from '../../shared/status.ts';
import { BYTES_PER_MB } from '../../shared/units.ts';

/** What is worth telling the server beside the beat. */
export type EventKind =
  | 'started'
  | 'paired'
  | 'playlist-offered'
  | 'playlist-staged'
  | 'playlist-playing'
  | 'item-failed'
  | 'trust'
  | 'certificate-expiry'
  | 'cache-refused'
  | 'recovered'
  | 'clock-off'
  | 'stopping';

export interface FeedbackEvent {
  readonly kind: EventKind | 'beat';
  /** One readable line; null: the beat's own words. */
  readonly message: string | null;
  /** What is behind an error, for whoever looks into it. */
  readonly details?: string | undefined;
  /** How long the player has been running. */
  readonly uptimeSeconds: number;
}

/** A feedback report as it waits: without the time, which is known best when it is sent, and without secrets. */
export type FeedbackBody = Omit<FeedbackReport, 'timestamp' | 'quickconnect_code'> & {
  readonly hostname: string;
  readonly status: FeedbackReport['status'];
  readonly message: string;
};

const LONGEST_MESSAGE = 500;
const LONGEST_DETAILS = 2_000;
const LONGEST_PANEL_DETAIL = 200;
const errorKinds: readonly FeedbackEvent['kind'][] = ['item-failed', 'cache-refused'];

/** What the player says to `/api/player-feedback` (docs/server-contract.md, Statuses sent in feedback). */
export function toFeedback(snapshot: Snapshot, event: FeedbackEvent): FeedbackBody {
  const { player, playlist, current, cache, trust } = snapshot;
  const problem = snapshot.problems[0];
  const details = event.details ?? (event.kind === 'beat' ? problem?.message : undefined);
  return {
    hostname: player.hostname,
    status: statusOf(snapshot, event),
    message: oneLine(event.message ?? beatMessage(snapshot), LONGEST_MESSAGE),
    player_name: player.name,
    playlist_version: playlist.version,
    playlist_offered: playlist.offered,
    playlist_staged: playlist.staged,
    app_version: snapshot.appVersion,
    uptime_s: Math.max(0, Math.round(event.uptimeSeconds)),
    current_item: current?.fileName ?? null,
    cache_used_mb: Math.round((cache.usedBytes / BYTES_PER_MB) * 10) / 10,
    trust: trust.mode,
    event: event.kind,
    ...(snapshot.clock.verdict === 'right' ? {} : { clock: snapshot.clock.verdict }),
    ...recoveryExtras(snapshot),
    ...screenExtras(snapshot),
    ...panelExtras(snapshot.panel),
    ...graphicsExtras(snapshot),
    ...updateExtras(snapshot),
    ...(details === undefined ? {} : { error_details: oneLine(details, LONGEST_DETAILS) }),
  };
}

/** How often the screen had to be brought back, and what native crashes left, where there ever was any. */
function recoveryExtras({ recoveries, crashDumps }: Snapshot): Partial<FeedbackBody> {
  const { screen, relaunches, safeMode } = recoveries;
  return {
    ...(crashDumps === null || crashDumps === 0 ? {} : { crash_dumps: crashDumps }),
    ...(screen === 0 ? {} : { recoveries: screen, relaunches }),
    ...(safeMode ? { safe_mode: true } : {}),
  };
}

/** How the program is kept up to date, where there ever was an update. */
function updateExtras({ update: { previous, staged, result, failure } }: Snapshot): Partial<FeedbackBody> {
  return {
    ...(previous === null ? {} : { update_previous: previous }),
    ...(staged === null ? {} : { update_staged: staged }),
    ...(result === null ? {} : { update_result: updateResult(result), update_version: result.version }),
    ...(failure === null ? {} : { update_failure: failure.code }),
  };
}

/** The result of an update in a word. */
export function updateResult(result: UpdateStatus['result']): 'installed' | 'rolled-back' | null {
  if (result === null) return null;
  return result.rolledBackFor === null ? 'installed' : 'rolled-back';
}

/** What the screen itself measured, where it has. */
function screenExtras({ transitions, pixels }: Snapshot): Partial<FeedbackBody> {
  return {
    ...(pixels === null ? {} : { screen: pixels.verdict }),
    ...(transitions === null
      ? {}
      : {
          boundaries: transitions.count,
          boundaries_held: transitions.held,
          late_p50_ms: Math.round(transitions.lateP50),
          late_p95_ms: Math.round(transitions.lateP95),
          late_max_ms: Math.round(transitions.lateMax),
          dropped_frames: transitions.droppedFrames,
          repeated_frames: transitions.repeatedFrames,
        }),
  };
}

/** Whether the panel is off, and what the tool said that turned it, on a screen that has hours. */
function panelExtras({ state, reason, until, answer }: PanelStatus): Partial<FeedbackBody> {
  if (reason === 'always' && answer === null) return {};
  return {
    panel: state,
    panel_reason: reason,
    ...(until === null ? {} : { panel_until: until }),
    ...(answer === null
      ? {}
      : {
          panel_means: answer.means,
          panel_asked: answer.asked,
          panel_verified: answer.verified,
          panel_detail: oneLine(answer.detail, LONGEST_PANEL_DETAIL),
          panel_at: answer.at,
        }),
  };
}

/** How the screen is drawn, and what decodes the video on it, where that is known. */
function graphicsExtras({ graphics, videoDecoder }: Snapshot): Partial<FeedbackBody> {
  return {
    ...(graphics === null ? {} : { graphics: graphics.mode }),
    ...(videoDecoder === null
      ? {}
      : {
          video_decoding: videoDecoder.isHardware ? 'hardware' : 'software',
          video_decoder: videoDecoder.name,
        }),
  };
}

/** `body` as it goes out: with the code where the screen was paired by one, which nothing on the disk holds in clear. */
export function withCode(report: FeedbackReport, quickconnectCode: string | null): FeedbackReport {
  return quickconnectCode === null ? report : { ...report, quickconnect_code: quickconnectCode };
}

/** `ms` since the epoch in UTC, ISO 8601 without `Z`: older Pythons cannot read one (docs/server-contract.md, Endpoints). */
export function toTimestamp(ms: number): string {
  const moment = new Date(ms);
  return (Number.isNaN(moment.getTime()) ? new Date(0) : moment).toISOString().replace('Z', '');
}

function statusOf(snapshot: Snapshot, event: FeedbackEvent): FeedbackReport['status'] {
  if (event.kind === 'stopping') return 'restarting';
  if (errorKinds.includes(event.kind)) return 'error';
  if (event.kind === 'trust' && snapshot.connection === 'untrusted') return 'error';
  return snapshot.state === 'playing' ? 'playing' : 'online';
}

function beatMessage({ state, current, playlist, panel }: Snapshot): string {
  switch (state) {
    case 'playing':
      return current === null ? 'Playing.' : `Playing ${current.fileName}.`;
    case 'syncing':
      return 'Getting the playlist ready.';
    case 'standby':
      return playlist.items === 0 ? 'Standby: the playlist is empty.' : 'Standby: no item is due now.';
    case 'unpaired':
      return 'Not paired.';
    case 'off':
      return panel.until === null ? 'The screen is off.' : `The screen is off until ${panel.until}.`;
  }
}

function oneLine(text: string, longest: number): string {
  const plain = text.replace(/\p{Cc}+/gu, ' ').trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
