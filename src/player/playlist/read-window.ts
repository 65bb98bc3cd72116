import type { DaypartWindow } from '../../shared/program.ts';
import { readWeekdays } from '../../shared/weekdays.ts';
import { readMoment, readTimeOfDay, type Read } from './written-times.ts';

/** The fields of an item that say when it may be shown, as they came. */
export interface WrittenWindow {
  readonly valid_from?: unknown;
  readonly valid_until?: unknown;
  readonly days?: unknown;
  readonly start_time?: unknown;
  readonly end_time?: unknown;
}

/**
 * When an item may be shown (docs/server-contract.md, dayparting); null: always. A field that is not wholly understood
 * limits nothing, since a window that nobody can read must not take content away, and is named in `unread`.
 */
export function readWindow(written: WrittenWindow): {
  readonly window: DaypartWindow | null;
  readonly unread: readonly string[];
} {
  const unread: string[] = [];
  const understood = <Value>(field: keyof WrittenWindow, read: Read<Value>): Value | null => {
    if (read === 'unread') unread.push(field);
    return read === 'unread' || read === 'nothing' ? null : read;
  };
  const validFrom = understood('valid_from', readMoment(written.valid_from));
  const validUntil = understood('valid_until', readMoment(written.valid_until));
  const days = understood('days', readWeekdays(written.days));
  const startTime = understood('start_time', readTimeOfDay(written.start_time));
  const endTime = understood('end_time', readTimeOfDay(written.end_time));
  const window: DaypartWindow = {
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
    ...(days === null ? {} : { days }),
    ...(startTime === null ? {} : { startTime }),
    ...(endTime === null ? {} : { endTime }),
  };
  return { window: Object.keys(window).length === 0 ? null : window, unread };
}
