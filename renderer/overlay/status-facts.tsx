import type { ReactNode } from 'react';
import type { Health } from '../../src/shared/bridge.ts';
import { BYTES_PER_MB } from '../../src/shared/units.ts';
import type { LastRecovery, Snapshot } from '../../src/shared/status.ts';
import type { I18n } from '../ui/i18n.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { Facts } from './facts.tsx';
import { useAnswer } from './use-answer.ts';
import { useRefreshRate } from './use-refresh-rate.ts';

const HEALTH_EVERY_MS = 5_000;

/** Screen, machine, server and player in one list, in the order in which a technician asks. */
export function StatusFacts({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const i18n = useI18n();
  const rate = useRefreshRate();
  const answer = useAnswer('read-health', {}, HEALTH_EVERY_MS);
  const health = answer?.ok === true ? answer.value : null;
  const { trust } = snapshot;
  return (
    <Facts
      rows={[
        [
          i18n.text('status.state'),
          snapshot.current === null ? null : i18n.text(`status.state.${snapshot.state}`),
        ],
        [i18n.text('status.picture'), pictureLine(i18n, rate)],
        [i18n.text('status.frames'), framesLine(i18n, snapshot.transitions)],
        [i18n.text('status.memory'), memoryLine(i18n, health)],
        [i18n.text('status.temperature'), temperatureLine(i18n, health)],
        [i18n.text('status.awake'), awakeLine(i18n, snapshot.awake)],
        ...groupRows(i18n, snapshot.groupClock),
        ...stickRows(i18n, snapshot.stick),
        [
          i18n.text('status.certificate'),
          trust.current === null ? null : daysLeft(i18n, trust.current.daysLeft),
        ],
        [i18n.text('status.queue'), queueLine(i18n, snapshot.outbox)],
        [i18n.text('status.addresses'), snapshot.addresses.join(', ') || i18n.text('common.none')],
        [i18n.text('status.recoveries'), recoveriesLine(i18n, snapshot)],
        [i18n.text('status.running-since'), startLine(i18n, snapshot)],
        [
          i18n.text('status.player'),
          i18n.text('status.version', { version: snapshot.appVersion, shell: snapshot.shell }),
        ],
        [i18n.text('status.secrets'), secretsLine(i18n, snapshot.secretBackend)],
        [
          i18n.text('status.graphics'),
          snapshot.graphics === null ? null : graphicsLine(i18n, snapshot.graphics),
        ],
        [i18n.text('status.video'), videoLine(i18n, snapshot.videoDecoder)],
      ]}
    />
  );
}

function pictureLine(i18n: I18n, rate: number | null): string {
  const width = Math.round(window.innerWidth * window.devicePixelRatio);
  const height = Math.round(window.innerHeight * window.devicePixelRatio);
  const size = `${width} × ${height}`;
  return rate === null ? size : `${size} · ${i18n.number(rate)} Hz`;
}

function framesLine(i18n: I18n, figures: Snapshot['transitions']): string | null {
  if (figures === null) return null;
  return i18n.text('status.frames.line', {
    milliseconds: Math.round(figures.lateMax),
    skipped: figures.droppedFrames,
  });
}

function memoryLine(i18n: I18n, health: Health | null): string | null {
  if (health === null) return null;
  const amount = (mb: number | null): string => (mb === null ? '?' : i18n.bytes(mb * BYTES_PER_MB));
  return i18n.text('status.memory.line', {
    player: amount(health.playerMb),
    browser: amount(health.browserMb),
  });
}

function temperatureLine(i18n: I18n, health: Health | null): string | null {
  const degrees = health?.temperatureCelsius ?? null;
  return degrees === null ? null : `${i18n.number(degrees)} °C`;
}

function awakeLine(i18n: I18n, awake: Snapshot['awake']): string | null {
  if (awake === null) return null;
  return awake.heldBy.length === 0 ? i18n.text('common.none') : awake.heldBy.join(', ');
}

/** By what time the group of this screen goes, and how well it is known; no row where it is in none. */
function groupRows(i18n: I18n, clock: Snapshot['groupClock']): [string, string][] {
  if (clock === null) return [];
  const { group: name, source, errorMs, ageSeconds } = clock;
  const known = source === 'machine' || errorMs === null ? 'machine' : source;
  const values = { name, milliseconds: Math.ceil(errorMs ?? 0), seconds: ageSeconds ?? 0 };
  return [[i18n.text('status.group'), i18n.text(`status.group.${known}`, values)]];
}

/** What came of the newest stick with a playlist; no row where there was none. */
function stickRows(i18n: I18n, stick: Snapshot['stick']): [string, string][] {
  if (stick === null) return [];
  const { outcome, failure } = stick;
  const moment = i18n.moment(stick.at);
  const line =
    outcome === 'refused'
      ? `${moment}: ${failure === null ? '' : i18n.failure(failure)}`
      : i18n.text(`status.stick.${outcome}`, { moment });
  return [[i18n.text('status.stick'), line]];
}

function queueLine(i18n: I18n, { pending, oldest }: Snapshot['outbox']): string {
  if (oldest === null) return i18n.number(pending);
  return `${i18n.number(pending)}, ${i18n.text('status.queue.oldest', { moment: i18n.moment(oldest) })}`;
}

function recoveriesLine(i18n: I18n, { recoveries, lastRecovery }: Snapshot): string {
  const count = i18n.number(recoveries.screen + recoveries.relaunches);
  if (lastRecovery === null) return count;
  return `${count}, ${i18n.text('status.recoveries.last', { moment: i18n.moment(lastRecovery.at) })} (${recoveryCause(i18n, lastRecovery)})`;
}

function recoveryCause(i18n: I18n, { cause, detail }: LastRecovery): string {
  const why = i18n.text(`status.recovery.${cause}`);
  return detail === null ? why : `${why}: ${detail}`;
}

function startLine(i18n: I18n, { start, startedAt }: Snapshot): string {
  const since = i18n.moment(startedAt);
  if (start === null) return since;
  const why = i18n.text(`status.start.${start.reason}`);
  return start.cause === null ? `${since} (${why})` : `${since} (${why}: ${start.cause})`;
}

function daysLeft(i18n: I18n, days: number): string {
  return days < 0
    ? i18n.text('status.certificate.expired')
    : i18n.text('status.certificate.days-left', { days });
}

function secretsLine(i18n: I18n, backend: string): string {
  const known = ['key-file', 'keyring', 'dpapi', 'keychain', 'basic_text'] as const;
  const named = known.find((one) => one === backend);
  return named === undefined ? backend : i18n.text(`status.secrets.${named}`);
}

function graphicsLine(i18n: I18n, { mode, failedAt }: NonNullable<Snapshot['graphics']>): string {
  if (failedAt !== null) return i18n.text('status.graphics.failing', { moment: i18n.moment(failedAt) });
  return i18n.text(`status.graphics.${mode}`);
}

function videoLine(i18n: I18n, decoder: Snapshot['videoDecoder']): string | null {
  if (decoder === null) return null;
  const { name } = decoder;
  return decoder.isHardware
    ? i18n.text('status.video.hardware', { name })
    : i18n.text('status.video.software', { name });
}
