import type { Log } from '../../platform/logging/log.ts';
import { fail, type Failure } from '../../shared/result.ts';
import type { ClockStatus, GroupClockStatus } from '../../shared/status.ts';
import { ROUGH_FROM_MS } from '../server/group-clock.ts';
import type { Heartbeat } from '../heartbeat/heartbeat.ts';

/** A correction that changed by less is the same one: clocks drift, ms. */
const REPORT_FROM_MS = 60_000;

/** What a technician must know of the machine's clock. Pure. */
export function clockProblems({ verdict }: ClockStatus): readonly Failure[] {
  switch (verdict) {
    case 'right':
      return [];
    case 'corrected':
      return [
        fail(
          'clock-corrected',
          "The clock of this machine is more than a minute off the server's, whose time is used instead; set the clock.",
        ).error,
      ];
    case 'wrong':
      return [
        fail(
          'clock-wrong',
          'The clock of this machine is wrong and no server has told the time, so the dates of items limit nothing; set the clock.',
        ).error,
      ];
  }
}

/** The screens of a group are not certain to be in step where this one does not know the time well enough. Pure. */
export function groupClockProblems(status: GroupClockStatus | null): readonly Failure[] {
  if (status === null || (status.errorMs !== null && status.errorMs <= ROUGH_FROM_MS)) return [];
  const { group, errorMs } = status;
  if (errorMs === null) {
    const message = `Nothing says whether the clock of this machine is right, so it may be out of step with the group ${group}; switch time synchronisation (NTP) on.`;
    return [fail('group-clock-unknown', message, { name: group }).error];
  }
  const within = Math.ceil(errorMs);
  const message = `This screen is only roughly in step with the group ${group}, to within ${within} ms; switch time synchronisation (NTP) on.`;
  return [fail('group-clock-rough', message, { name: group, milliseconds: within }).error];
}

/** Says in the log and to the server when the machine's clock turns out to be wrong, and when it is right again. */
export function createClockReports(
  heartbeat: Pick<Heartbeat, 'report'>,
  log: Log,
): (status: ClockStatus) => void {
  let before: Pick<ClockStatus, 'verdict' | 'correctionMs'> = { verdict: 'right', correctionMs: null };
  return (status) => {
    const movedMs = Math.abs((status.correctionMs ?? 0) - (before.correctionMs ?? 0));
    if (status.verdict === before.verdict && movedMs < REPORT_FROM_MS) return;
    before = status;
    const message = clockMessage(status);
    log.warn(message, { correctionMs: status.correctionMs });
    heartbeat.report('clock-off', message);
  };
}

function clockMessage({ verdict, correctionMs }: ClockStatus): string {
  if (verdict === 'wrong') {
    return "This screen's clock is wrong and no server has told the time: the dates of items limit nothing.";
  }
  if (verdict === 'right') return "This screen's clock is right again.";
  const ms = correctionMs ?? 0;
  return `This screen's clock is ${duration(Math.abs(ms))} ${ms > 0 ? 'behind' : 'ahead of'} the server's, whose time is used.`;
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
