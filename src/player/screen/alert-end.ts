import type { Alert } from '../../shared/alert.ts';
import type { ClockVerdict } from '../../shared/status.ts';

/** An alert that says no end, or whose end nobody can judge, is over after this long. */
export const LONGEST_WITHOUT_END_MS = 3_600_000;
/** Every other, whatever end it says. */
export const LONGEST_ALERT_MS = 86_400_000;

/** The time by which an alert is judged: epoch ms, and whether the clock is believed. */
export interface AlertTime {
  readonly nowMs: number;
  readonly verdict: ClockVerdict;
}

/** Whether an alert that has stood for `stoodMs`, restarts included, is over. Pure. */
export function isAlertOver({ untilMs }: Alert, stoodMs: number, { nowMs, verdict }: AlertTime): boolean {
  const isEndKnown = untilMs !== null && verdict !== 'wrong';
  if (!isEndKnown) return stoodMs >= LONGEST_WITHOUT_END_MS;
  return nowMs >= untilMs || stoodMs >= LONGEST_ALERT_MS;
}
