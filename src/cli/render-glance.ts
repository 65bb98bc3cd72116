import { showable } from '../player/doctor/finding.ts';
import type { StatusReading } from '../player/heartbeat/peek-status-file.ts';
import type { ScreenGlance } from '../player/maintenance/screen-glance.ts';
import { BYTES_PER_MB } from '../shared/units.ts';

const NAME_WIDTH = 13;

type Row = readonly [name: string, text: string | null];

/** A screen at a glance, for a terminal; what came from outside is one line without control characters. */
export function renderGlance(glance: ScreenGlance, dataFolder: string): string {
  const { status, running, needsAttention } = glance;
  if (status === null) return `No player has said anything in the data folder ${dataFolder}.\n`;
  const lines = [titleOf(glance, status), '', ...rowsOf(glance, status).flatMap(lineOf)];
  if (needsAttention.length > 0) lines.push('', 'Needs attention');
  for (const { message, remedy } of needsAttention) {
    lines.push(`  ! ${showable(message)}`);
    if (remedy !== null) lines.push(`    → ${remedy}`);
  }
  if (running === 'no') lines.push('', 'No player runs; this is what the last one said.');
  return `${lines.join('\n')}\n`;
}

function titleOf({ running, needsAttention }: ScreenGlance, { player, state }: StatusReading): string {
  const name = showable(player.name ?? player.hostname) || 'a screen without a name';
  if (running === 'no') return `${name}: not running`;
  const verdict = needsAttention.length === 0 ? 'all is well' : `${needsAttention.length} × needs attention`;
  return `${name}: ${state}, ${verdict}`;
}

function lineOf([name, text]: Row): string[] {
  return text === null ? [] : [`${name.padEnd(NAME_WIDTH)}${text}`];
}

function rowsOf({ machine }: ScreenGlance, status: StatusReading): readonly Row[] {
  const { connection, last_contact: lastContact, certificate, cache, outbox, awake } = status;
  return [
    ['plays', nowPlaying(status)],
    ['playlist', playlistLine(status)],
    [
      'connection',
      lastContact === null ? connection : `${connection}, last contact ${momentOf(lastContact)}`,
    ],
    ['certificate', `${status.trust}${certificate === null ? '' : `, ${daysLeft(certificate.days_left)}`}`],
    ['panel', panelLine(status.panel)],
    ['cache', cacheLine(cache)],
    ['memory', memoryLine(machine)],
    [
      'temperature',
      machine.temperatureCelsius === null ? null : `${machine.temperatureCelsius.toFixed(0)} °C`,
    ],
    ['queue', queueLine(outbox)],
    ['addresses', machine.addresses.join(', ') || 'none'],
    ['last hour', framesLine(status.transitions)],
    ['recoveries', recoveriesLine(status)],
    ['running', startLine(status.started)],
    ['kept awake', awake === null ? null : awake.held_by.join(', ') || 'by nothing'],
    ['version', `${showable(status.app_version)}, ${showable(status.shell)} shell, process ${status.pid}`],
    ['last stick', stickLine(status.stick)],
    ['updates', updatesLine(status.update)],
  ];
}

const stickOutcomes = {
  reading: 'is being read',
  plays: 'its playlist was taken over',
  server: 'not needed, since the server answers',
} as const;

function stickLine(stick: StatusReading['stick']): string | null {
  if (stick === null) return null;
  const { at, outcome, message } = stick;
  return `${momentOf(at)}: ${outcome === 'refused' ? showable(message ?? 'refused') : stickOutcomes[outcome]}`;
}

function updatesLine(update: StatusReading['update']): string | null {
  if (update === null) return null;
  const { previous, staged, result, result_version: version, failure } = update;
  const parts = [
    ...(result === null || version === null
      ? []
      : [`${showable(version)} ${result === 'installed' ? 'was installed' : 'was taken back'}`]),
    ...(previous === null ? [] : [`before it ${showable(previous)}`]),
    ...(staged === null ? [] : [`${showable(staged)} waits for its hour`]),
    ...(failure === null ? [] : [`the last look failed (${showable(failure)})`]),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

function nowPlaying({ current, progress }: StatusReading): string {
  if (current !== null) {
    const until = current.until === null ? '' : ` until ${momentOf(current.until)}`;
    return `${showable(current.file_name)}, since ${momentOf(current.since)}${until}`;
  }
  return progress === null ? 'nothing' : `nothing; file ${progress.files_done} of ${progress.files_total}`;
}

function playlistLine({ playlist: { version, items, offered, staged } }: StatusReading): string {
  const others = [
    offered === null || offered === version ? '' : `; on the server ${showable(offered)}`,
    staged === null ? '' : `; up next ${showable(staged)}`,
  ];
  return `${version === null ? 'no version' : `version ${showable(version)}`}, ${items} items${others.join('')}`;
}

function daysLeft(days: number): string {
  return days < 0 ? 'expired' : `${days} days left`;
}

function panelLine(panel: StatusReading['panel']): string | null {
  if (panel === null) return null;
  const until = panel.until === null ? '' : ` until ${momentOf(panel.until)}`;
  return `${showable(panel.state)} (${showable(panel.reason)})${until}`;
}

function cacheLine({
  used_bytes: used,
  limit_bytes: limit,
  free_bytes: free,
}: StatusReading['cache']): string {
  const line = `${megabytes(used)} of ${megabytes(limit)}`;
  return free === null ? line : `${line}, ${megabytes(free)} free on the disk`;
}

function memoryLine({ playerMb, withBrowserMb }: ScreenGlance['machine']): string | null {
  if (playerMb === null) return null;
  const player = `player ${playerMb.toFixed(0)} MB`;
  return withBrowserMb === null ? player : `${player}, with the browser ${withBrowserMb.toFixed(0)} MB`;
}

function queueLine({ pending, oldest }: StatusReading['outbox']): string {
  return oldest === null ? `${pending} reports` : `${pending} reports, the oldest from ${momentOf(oldest)}`;
}

function framesLine(figures: StatusReading['transitions']): string | null {
  if (figures === null) return null;
  return `latest change ${figures.late_max_ms} ms late, ${figures.dropped_frames} frames dropped`;
}

function recoveriesLine({ recoveries, last_recovery: last }: StatusReading): string {
  const total = `${recoveries.screen + recoveries.relaunches}`;
  return last === null ? total : `${total}, last ${momentOf(last.at)} (${showable(last.message)})`;
}

function startLine(started: StatusReading['started']): string | null {
  if (started === null) return null;
  const why = [started.reason, started.cause].filter((part) => part !== null).map(showable);
  return `since ${momentOf(started.at)}${why.length === 0 ? '' : ` (${why.join(': ')})`}`;
}

/** In the zone of the machine, whoever reads it. */
function momentOf(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return showable(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / BYTES_PER_MB)} MB`;
}
