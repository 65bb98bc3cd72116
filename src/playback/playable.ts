import type { DaypartWindow, ProgramItem } from '../shared/program.ts';
import { withoutDates } from './daypart.ts';
import type { Moment } from './moment.ts';
import { isQuarantined, type Quarantine } from './quarantine.ts';

/** Whether nothing keeps an item from the screen at `moment`. */
export function canPlay(item: ProgramItem, quarantined: Quarantine, moment: Moment): boolean {
  return isReadyFor(item, quarantined, moment) && isOpenAt(item.window, moment);
}

/** Whether nothing but its window speaks against an item. */
export function isReadyFor({ source }: ProgramItem, quarantined: Quarantine, moment: Moment): boolean {
  if (source === moment.visibleSource) return true;
  const isLate = moment.passedOver?.has(source) === true;
  return !isLate && !isQuarantined(quarantined, source, moment.monotonicMs);
}

/** Whether the window of an item is open. */
export function isOpenAt(window: DaypartWindow | null, { isOpen, wallMs, isDateUnknown }: Moment): boolean {
  return isOpen(isDateUnknown === true ? withoutDates(window) : window, wallMs);
}
