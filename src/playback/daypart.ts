import type { DaypartWindow } from '../shared/program.ts';
import { createLocalTimeReader, dayBefore, type LocalTime } from './local-time.ts';

/** Judges whether a window is open at `atMs` (epoch ms); no window is always open. */
export type WindowJudge = (window: DaypartWindow | null, atMs: number) => boolean;

/**
 * A judge for the zone that `readZone` (cheap; an IANA name) answers at each question: that of a machine may be set while
 * the player runs. A name that this engine does not know changes nothing.
 */
export function createCurrentWindowJudge(readZone: () => string): WindowJudge {
  let zone = 'UTC';
  let judge = createWindowJudge(zone);
  return (window, atMs) => {
    const wanted = readZone();
    if (window !== null && wanted !== zone) {
      zone = wanted;
      judge = judgeOf(wanted) ?? judge;
    }
    return judge(window, atMs);
  };
}

function judgeOf(zone: string): WindowJudge | null {
  try {
    return createWindowJudge(zone);
  } catch {
    return null;
  }
}

const HAS_OFFSET = /(?:z|[+-]\d{2}:?\d{2})$/i;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A judge for one zone: dayparting goes by the player's own clock and zone.
 *
 * A time of day is open from its start up to, but without, its end; an end before the start lies on the next day, and
 * `days` then means the day of the start. Equal start and end mean the whole day. A date alone in `validUntil` means
 * to the end of that day.
 */
export function createWindowJudge(zone: string): WindowJudge {
  const localTime = createLocalTimeReader(zone);
  return (window, atMs) => {
    if (window === null) return true;
    const local = localTime(atMs);
    return isWithinDates(window, atMs, local) && isWithinDay(window, local);
  };
}

/** `window` without its first and last moment: days and hours still limit. */
export function withoutDates(window: DaypartWindow | null): DaypartWindow | null {
  if (window === null) return null;
  const { validFrom, validUntil, ...hours } = window;
  return validFrom === undefined && validUntil === undefined ? window : hours;
}

const undated = new WeakMap<WindowJudge, WindowJudge>();

/** The judge that goes by days and hours only; the same one for the same `judge`. */
export function judgeWithoutDates(judge: WindowJudge): WindowJudge {
  const known = undated.get(judge);
  if (known !== undefined) return known;
  const made: WindowJudge = (window, atMs) => judge(withoutDates(window), atMs);
  undated.set(judge, made);
  return made;
}

function isWithinDates({ validFrom, validUntil }: DaypartWindow, atMs: number, local: LocalTime): boolean {
  if (validFrom !== undefined && compareWith(validFrom, atMs, local, 'T00:00:00') < 0) return false;
  return validUntil === undefined || compareWith(validUntil, atMs, local, 'T23:59:59') <= 0;
}

/** Below zero: `atMs` lies before `moment`. A moment without an offset is compared as local time. */
function compareWith(moment: string, atMs: number, local: LocalTime, timeOfDate: string): number {
  if (!DATE_ONLY.test(moment) && HAS_OFFSET.test(moment)) return atMs - Date.parse(moment);
  const wanted = DATE_ONLY.test(moment) ? moment + timeOfDate : withSeconds(moment.replace(' ', 'T'));
  const actual = `${local.date}T${local.time}`;
  if (actual === wanted) return 0;
  return actual < wanted ? -1 : 1;
}

/** `…THH:MM` gets its seconds, and fractions go, so that moments compare as text. */
function withSeconds(moment: string): string {
  return moment.length === 'YYYY-MM-DDTHH:MM'.length ? `${moment}:00` : moment.slice(0, 19);
}

function isWithinDay({ days, startTime, endTime }: DaypartWindow, local: LocalTime): boolean {
  const isOn = (weekday: number): boolean => days === undefined || days.includes(weekday);
  const start = timeOfDay(startTime ?? '00:00:00');
  const end = timeOfDay(endTime ?? '24:00:00');
  const whole = start === end;
  const overnight = end < start || whole;
  if (!overnight) return isOn(local.weekday) && local.time >= start && local.time < end;
  return (
    (local.time >= start && isOn(local.weekday)) || (local.time < end && isOn(dayBefore(local.date).weekday))
  );
}

function timeOfDay(text: string): string {
  return text.length === 'HH:MM'.length ? `${text}:00` : text.slice(0, 8);
}
