/** A value that was read; `nothing`: the field is empty; `unread`: it is not understood. */
export type Read<Value> = Value | 'nothing' | 'unread';

const MOST_CHARACTERS = 40;
const ISO_MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:\s?(?:Z|[+-]\d{2}:?\d{2}))?)?$/i;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ,]+(\d{1,2}:\d{2}(?::\d{2})?))?$/;
/** With dots the day comes first everywhere; with slashes nobody can tell it from the month. */
const DAY_FIRST = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:[T ,]+(\d{1,2}:\d{2}(?::\d{2})?))?$/;
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC|([+-]\d{4}))$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Epochs are told from other numbers, and seconds from ms, by lying between the years 2001 and 2286. */
const LEAST_EPOCH_SECONDS = 1e9;
const MOST_EPOCH_SECONDS = 1e10;

/**
 * A moment as `DaypartWindow` holds it (ISO 8601; without an offset it is local time, a date alone stays one), from ISO
 * 8601, a date of HTTP, an epoch in seconds or ms, `2020/11/28` or `28.11.2020`, the last two also with a time of day.
 */
export function readMoment(written: unknown): Read<string> {
  const text = textOf(written);
  if (text === 'nothing' || text === 'unread') return text;
  const iso = ISO_MOMENT.exec(text);
  if (iso !== null) {
    const [, year = '', month = '', day = '', hours = '0', minutes = '0', seconds = '0'] = iso;
    return isDate(year, month, day) && isTime(hours, minutes, seconds) && !Number.isNaN(Date.parse(text))
      ? text
      : 'unread';
  }
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) return localMoment(yearFirst[1], yearFirst[2], yearFirst[3], yearFirst[4]);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) return localMoment(dayFirst[3], dayFirst[2], dayFirst[1], dayFirst[4]);
  return readHttpDate(text) ?? readEpoch(text) ?? 'unread';
}

function textOf(written: unknown): Read<string> {
  if (written === null || written === undefined) return 'nothing';
  if (typeof written !== 'string' && typeof written !== 'number') return 'unread';
  const text = String(written).trim();
  if (text === '') return 'nothing';
  return text.length > MOST_CHARACTERS ? 'unread' : text;
}

function localMoment(year = '', month = '', day = '', time = ''): Read<string> {
  if (!isDate(year, month, day)) return 'unread';
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (time === '') return date;
  const clock = readTimeOfDay(time);
  return clock === 'unread' || clock === 'nothing' || clock.startsWith('24') ? 'unread' : `${date}T${clock}`;
}

function readHttpDate(text: string): Read<string> | null {
  const match = HTTP_DATE.exec(text);
  if (match === null) return null;
  const [, day = '', monthName = '', year = '', time = '', offset = '+0000'] = match;
  const month = String(MONTHS.indexOf(monthName) + 1).padStart(2, '0');
  const moment = `${year}-${month}-${day.padStart(2, '0')}T${time}${offset.slice(0, 3)}:${offset.slice(3)}`;
  return isDate(year, month, day) && !Number.isNaN(Date.parse(moment))
    ? new Date(moment).toISOString()
    : 'unread';
}

function readEpoch(text: string): string | null {
  const value = /^\d{10,13}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const isSeconds = value >= LEAST_EPOCH_SECONDS && value < MOST_EPOCH_SECONDS;
  const isMs = value >= LEAST_EPOCH_SECONDS * 1_000 && value < MOST_EPOCH_SECONDS * 1_000;
  if (!isSeconds && !isMs) return null;
  return new Date(Math.round(isSeconds ? value * 1_000 : value)).toISOString();
}

function isDate(year: string, month: string, day: string): boolean {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const date = new Date(Date.UTC(y, m - 1, d));
  return y >= 1900 && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
}

function isTime(hours: string, minutes: string, seconds: string): boolean {
  return Number(hours) <= 23 && Number(minutes) <= 59 && Number(seconds) <= 59;
}

const TIME_OF_DAY = /^(\d{1,2})(?:[:.h](\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s*([ap])?\.?m?\.?$/i;

/** A time of day as `HH:MM:SS`, up to `24:00:00`, from `9:00`, `09:00:00`, `9.30`, `9h30` or `9:00 PM`. */
export function readTimeOfDay(written: unknown): Read<string> {
  const text = textOf(written);
  if (text === 'nothing' || text === 'unread') return text;
  const match = TIME_OF_DAY.exec(text);
  if (match === null) return 'unread';
  const [, hour = '', minutes, seconds = '00', half] = match;
  // A bare number may be an hour, a count of seconds or anything else.
  if (minutes === undefined && half === undefined) return 'unread';
  const hours = half === undefined ? Number(hour) : hourOfHalf(Number(hour), half);
  const isMidnight = hours === 24 && Number(minutes) === 0 && Number(seconds) === 0;
  if (!isMidnight && !isTime(String(hours), minutes ?? '00', seconds)) return 'unread';
  return `${String(hours).padStart(2, '0')}:${minutes ?? '00'}:${seconds}`;
}

function hourOfHalf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

const CLOCK_DURATION = /^(?:(\d{1,3}):)?(\d{1,4}):(\d{2}(?:\.\d+)?)$/;
const UNIT_DURATION =
  /^(?:(\d{1,4}(?:\.\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,6}(?:\.\d+)?)\s*m(?:in(?:ute)?s?)?)?\s*(?:(\d{1,8}(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?)?$/i;

/** A duration in seconds, from a number, `00:00:30`, `1:30` (minutes and seconds) or `1h 5m 30s`. May be zero or below. */
export function readDuration(written: unknown): Read<number> {
  const text = textOf(written);
  if (text === 'nothing' || text === 'unread') return text;
  const plain = Number(text);
  if (Number.isFinite(plain)) return plain;
  const parts = CLOCK_DURATION.exec(text) ?? UNIT_DURATION.exec(text);
  if (parts === null) return 'unread';
  const [hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number((part as string | undefined) ?? 0));
  return hours * 3_600 + minutes * 60 + seconds;
}
