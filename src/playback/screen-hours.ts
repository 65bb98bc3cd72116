import type { HoursWindow, ScreenHours } from '../shared/screen-hours.ts';
import { createLocalTimeReader, type LocalTime } from './local-time.ts';

/** When the panel is on and off by its hours, in one zone. Moments are epoch ms. */
export interface ScreenHoursPlan {
  panelStateAt(atMs: number): 'on' | 'off';
  /** The next moment at which that changes; null: not within 62 days. */
  nextChangeAt(atMs: number): number | null;
}

/** A stretch of real time for which the panel is on; the end is not part of it. */
interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A change that lies further ahead is none that anybody plans by. */
const HORIZON_DAYS = 62;
/** Nearly every change is found without looking further. */
const NEAR_DAYS = 3;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_REMEMBERED = 200;

/**
 * The plan of `hours` in `zone` (an IANA name; throws for one that this engine does not know). Hours are those of the clock
 * on the wall: where it is set back, a window begins the first and ends the last time that it shows its times; where it is
 * set forward, what is skipped begins and ends at the jump.
 */
export function createScreenHoursPlan(hours: ScreenHours, zone: string): ScreenHoursPlan {
  const localTime = createLocalTimeReader(zone);
  const toMoments = createWallClock(localTime);
  const remembered = new Map<string, readonly Interval[]>();

  const intervalsOf = (date: string): readonly Interval[] => {
    const known = remembered.get(date);
    if (known !== undefined) return known;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const intervals = windowsOf(hours, date).flatMap(({ from, to }) => {
      const interval = { fromMs: toMoments.firstAt(date, from), toMs: toMoments.lastBefore(date, to) };
      return interval.toMs > interval.fromMs ? [interval] : [];
    });
    remembered.set(date, intervals);
    return intervals;
  };
  /** What begins on the local days around `atMs`: a window may run into the next day, and a clock that is set back into another. */
  const around = (atMs: number, daysAhead: number): Interval[] => {
    const { date } = localTime(atMs);
    const steps = Array.from({ length: daysAhead + 3 }, (_, index) => index - 2);
    return steps.flatMap((step) => intervalsOf(dateAfter(date, step)));
  };
  const isOn = (intervals: readonly Interval[], atMs: number): boolean =>
    intervals.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  const nextChange = (atMs: number, daysAhead: number): number | null => {
    const intervals = around(atMs, daysAhead);
    const now = isOn(intervals, atMs);
    const edges = intervals.flatMap(({ fromMs, toMs }) => (now ? toMs : fromMs));
    const next = Math.min(...edges.filter((edge) => edge > atMs && isOn(intervals, edge) !== now));
    // Beyond the last day that was looked at nothing is known.
    return next > atMs + (daysAhead - 1) * DAY_MS ? null : next;
  };

  return {
    panelStateAt: (atMs) => (isOn(around(atMs, 1), atMs) ? 'on' : 'off'),
    nextChangeAt: (atMs) => nextChange(atMs, NEAR_DAYS) ?? nextChange(atMs, HORIZON_DAYS),
  };
}

function windowsOf({ week, dates }: ScreenHours, date: string): readonly HoursWindow[] {
  const exception = dates.find(({ first, last }) => first <= date && date <= last);
  return exception?.windows ?? week[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? [];
}

function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Finds the moments at which a clock on the wall shows a time, in minutes after the midnight of a date. */
function createWallClock(localTime: (atMs: number) => LocalTime) {
  const offsetAt = (atMs: number): number => {
    const { date, time } = localTime(atMs);
    return Date.parse(`${date}T${time}Z`) - atMs;
  };
  /** The moments that the offsets before and after would make of it, and when the clock is set in between. */
  const candidates = (date: string, minutes: number) => {
    const writtenMs = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE_MS;
    const [early, late] = [writtenMs - DAY_MS, writtenMs + DAY_MS];
    const [before, after] = [offsetAt(early), offsetAt(late)];
    const setAtMs = before === after ? Number.POSITIVE_INFINITY : changeBetween(offsetAt, early, late);
    return { earlyMs: writtenMs - before, lateMs: writtenMs - after, setAtMs };
  };
  return {
    /** The first moment at which it shows the time, or a later one of its course. */
    firstAt: (date: string, minutes: number): number => {
      const { earlyMs, lateMs, setAtMs } = candidates(date, minutes);
      return earlyMs < setAtMs ? earlyMs : Math.max(setAtMs, lateMs);
    },
    /** The end of the last moment at which it shows an earlier time. */
    lastBefore: (date: string, minutes: number): number => {
      const { earlyMs, lateMs, setAtMs } = candidates(date, minutes);
      if (setAtMs === Number.POSITIVE_INFINITY) return earlyMs;
      return lateMs > setAtMs ? lateMs : Math.min(earlyMs, setAtMs);
    },
  };
}

/** The minute at which the offset changes between two moments that have different ones. */
function changeBetween(offsetAt: (atMs: number) => number, fromMs: number, toMs: number): number {
  const before = offsetAt(fromMs);
  let [low, high] = [fromMs / MINUTE_MS, toMs / MINUTE_MS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE_MS) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}
