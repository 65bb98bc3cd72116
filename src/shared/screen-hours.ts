import { readWeekdays } from './weekdays.ts';

/** A time for which the screen is on, in minutes after the midnight that begins its day; `to` may lie on the next day. */
export interface HoursWindow {
  readonly from: number;
  readonly to: number;
}

/** Other hours than those of the weekday, from the first to the last date (`YYYY-MM-DD`), both included. */
export interface DateHours {
  readonly first: string;
  readonly last: string;
  readonly windows: readonly HoursWindow[];
}

/** When a screen is on. A window belongs to the day on which it begins, also where it ends on the next. */
export interface ScreenHours {
  /** The hours of each weekday, Sunday first. */
  readonly week: readonly (readonly HoursWindow[])[];
  readonly dates: readonly DateHours[];
}

/** The hours that a text says, or a sentence about its first mistake and how to write it. */
export type ScreenHoursRead =
  { readonly ok: true; readonly hours: ScreenHours } | { readonly ok: false; readonly problem: string };

/** The longest text that is read; some 150 exceptions. */
export const LONGEST_HOURS = 4_096;
export const MINUTES_OF_DAY = 1_440;
/** From Monday on, as people write a week; the numbers of `Date`. */
export const WEEK_ORDER = [1, 2, 3, 4, 5, 6, 0] as const;
export const WHOLE_DAY: HoursWindow = { from: 0, to: MINUTES_OF_DAY };

const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const MOST_ENTRIES = 400;

interface Entry {
  readonly days: readonly number[];
  readonly dates: readonly Pick<DateHours, 'first' | 'last'>[];
  readonly windows: readonly HoursWindow[];
}

/** What one step of the reading answers: its value, or the sentence about the mistake. */
type Step<Value> = { readonly value: Value } | { readonly problem: string };

/**
 * Reads screen hours: `mon-fri 07:00-22:00; sat 09:00-13:00,15:00-18:00; sun off; 2026-12-25 off`. Days are names in the
 * product's languages, ranges or lists; dates may be a range (`2026-12-24..2027-01-06`); no day at all means every day; an
 * end before its begin lies on the next day. Days that are not named are off, or on the whole day where no weekday is.
 * In JSON it may be an object: hours (text, or a list of texts) by days.
 */
export function readScreenHours(written: unknown): ScreenHoursRead {
  const text = textOf(written);
  if (text === null) return { ok: false, problem: 'it is no text' };
  if (text.length > LONGEST_HOURS)
    return { ok: false, problem: `it has more than ${LONGEST_HOURS} characters` };
  const entries: Entry[] = [];
  for (const part of text.split(/[;|\r\n]/)) {
    if (part.trim() === '') continue;
    const entry = readEntry(part);
    if ('problem' in entry) return { ok: false, problem: entry.problem };
    entries.push(entry.value);
  }
  if (entries.length === 0) return { ok: false, problem: 'it names no hours' };
  const problem = namedTwice(entries);
  if (problem !== null) return { ok: false, problem };
  const hours = hoursOf(entries);
  const crossing = crossingIn(hours.week);
  return crossing === null ? { ok: true, hours } : { ok: false, problem: crossing };
}

/** `hours` as a text that {@link readScreenHours} reads as the same, always in the same form. */
export function writeScreenHours({ week, dates }: ScreenHours): string {
  const groups: { first: number; last: number; text: string }[] = [];
  for (const day of WEEK_ORDER) {
    const text = windowsText(week[day] ?? []);
    const before = groups.at(-1);
    if (before?.text === text) before.last = day;
    else groups.push({ first: day, last: day, text });
  }
  const days = groups.map(({ first, last, text }) => {
    const name = DAY_NAMES[first] ?? '';
    return `${first === last ? name : `${name}-${DAY_NAMES[last] ?? ''}`} ${text}`;
  });
  const exceptions = dates.map(({ first, last, windows }) => {
    return `${first === last ? first : `${first}..${last}`} ${windowsText(windows)}`;
  });
  return [...days, ...exceptions].join('; ');
}

/** `HH:MM` of minutes after midnight; those of the next day begin anew, but for its very beginning. */
export function timeText(minutes: number): string {
  const ofDay = minutes > MINUTES_OF_DAY ? minutes - MINUTES_OF_DAY : minutes;
  return `${pad(Math.floor(ofDay / 60))}:${pad(ofDay % 60)}`;
}

function windowsText(windows: readonly HoursWindow[]): string {
  if (windows.length === 0) return 'off';
  const [first] = windows;
  if (first?.from === 0 && first.to === MINUTES_OF_DAY) return 'on';
  return windows.map(({ from, to }) => `${timeText(from)}-${timeText(to)}`).join(',');
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Null for what has no such form. */
function textOf(written: unknown): string | null {
  if (typeof written === 'string') return written;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return null;
  const entries = Object.entries(written);
  if (entries.length > MOST_ENTRIES) return null;
  const parts = entries.map(([days, hours]: [string, unknown]) => {
    const list: readonly unknown[] = Array.isArray(hours) ? hours.slice(0, MOST_ENTRIES) : [hours];
    const texts = list.filter((one): one is string => typeof one === 'string');
    // An empty list of hours is a day without any.
    return texts.length === list.length ? `${days} ${texts.length === 0 ? 'off' : texts.join(',')}` : null;
  });
  return parts.includes(null) ? null : parts.join(';');
}

const TIMES = /^\d{1,2}[:.h]\d{2}/;

function readEntry(part: string): Step<Entry> {
  const words = part
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?[-–—] ?/g, '-')
    .split(/[ ,]/)
    .filter((word) => word !== '');
  const at = words.findIndex((word) => TIMES.test(word) || word === 'on' || word === 'off');
  const shown = part.trim().slice(0, 40);
  if (at === -1) return { problem: `"${shown}" names no hours; write them behind the day, or on, or off` };
  const windows = readWindows(words.slice(at));
  if ('problem' in windows) return windows;
  const head = words.slice(0, at);
  const isDates = head.some((word) => /^\d{4}-/.test(word));
  const named = isDates ? readDates(head) : readDays(head);
  return 'problem' in named
    ? named
    : { value: { days: [], dates: [], ...named.value, windows: windows.value } };
}

function readDays(head: readonly string[]): Step<Pick<Entry, 'days'>> {
  if (head.length === 0) return { value: { days: [...WEEK_ORDER] } };
  const days = readWeekdays(head.join(','));
  if (typeof days !== 'string') return { value: { days } };
  return {
    problem: `"${head.join(' ').slice(0, 40)}" names no day; write mon, tue, wed, thu, fri, sat or sun`,
  };
}

function readDates(head: readonly string[]): Step<Pick<Entry, 'dates'>> {
  const dates: Pick<DateHours, 'first' | 'last'>[] = [];
  for (const word of head) {
    const [first = '', last = first, ...more] = word.split('..');
    if (!isDate(first) || !isDate(last) || last < first || more.length > 0)
      return { problem: `"${word.slice(0, 40)}" is no date; write 2026-12-24, or 2026-12-24..2027-01-06` };
    dates.push({ first, last });
  }
  return { value: { dates } };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function readWindows(words: readonly string[]): Step<readonly HoursWindow[]> {
  const [only] = words;
  if (words.length === 1 && only === 'off') return { value: [] };
  if (words.length === 1 && only === 'on') return { value: [WHOLE_DAY] };
  const windows: HoursWindow[] = [];
  for (const word of words) {
    const window = readWindow(word);
    if ('problem' in window) return window;
    windows.push(window.value);
  }
  windows.sort((one, other) => one.from - other.from);
  const crossing = windows.find((window, index) => (windows[index - 1]?.to ?? 0) > window.from);
  const before = crossing === undefined ? undefined : windows[windows.indexOf(crossing) - 1];
  if (crossing === undefined || before === undefined) return { value: windows };
  return { problem: `${windowsText([before])} and ${windowsText([crossing])} cross; write one for both` };
}

function readWindow(word: string): Step<HoursWindow> {
  const [from, to] = word.split('-', 3).length === 2 ? word.split('-').map(minutesOf) : [null, null];
  if (from === null || from === undefined || to === null || to === undefined || from === MINUTES_OF_DAY)
    return { problem: `"${word.slice(0, 40)}" is no time; write 07:00-22:00, on or off` };
  if (from === to) return { problem: `${word} begins when it ends; write on for the whole day, or off` };
  return { value: { from, to: to < from ? to + MINUTES_OF_DAY : to } };
}

/** Null: no time of day. `24:00` is the end of the day. */
function minutesOf(text: string): number | null {
  const match = /^(\d{1,2})[:.h](\d{2})$/.exec(text);
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  const isTime = (hours < 24 && minutes < 60) || (hours === 24 && minutes === 0);
  return isTime ? hours * 60 + minutes : null;
}

/** Which of two entries would hold nobody can know. */
function namedTwice(entries: readonly Entry[]): string | null {
  const days = entries.flatMap((entry) => entry.days);
  const day = days.find((one, index) => days.indexOf(one) !== index);
  if (day !== undefined)
    return `${DAY_NAMES[day] ?? ''} is named twice; write all hours of a day behind it once`;
  const dates = entries
    .flatMap((entry) => entry.dates)
    .sort((one, other) => (one.first < other.first ? -1 : 1));
  const date = dates.find(({ first }, index) => (dates[index - 1]?.last ?? '') >= first);
  return date === undefined ? null : `${date.first} is named twice; write all hours of a date behind it once`;
}

function hoursOf(entries: readonly Entry[]): ScreenHours {
  const namesDays = entries.some(({ days }) => days.length > 0);
  const week = DAY_NAMES.map((_, day) => {
    const entry = entries.find(({ days }) => days.includes(day));
    return entry?.windows ?? (namesDays ? [] : [WHOLE_DAY]);
  });
  const dates = entries
    .flatMap(({ dates: each, windows }) => each.map((date) => ({ ...date, windows })))
    .sort((one, other) => (one.first < other.first ? -1 : 1));
  return { week, dates };
}

/** The last hours of a day may run into the first ones of the next. */
function crossingIn(week: ScreenHours['week']): string | null {
  for (const day of WEEK_ORDER) {
    const next = (day + 1) % week.length;
    const late = week[day]?.at(-1);
    const early = week[next]?.[0];
    if (late === undefined || early === undefined || late.to - MINUTES_OF_DAY <= early.from) continue;
    const [name, nextName] = [DAY_NAMES[day], DAY_NAMES[next] ?? ''];
    return `${name} ${windowsText([late])} and ${nextName} ${windowsText([early])} cross; let the first end before the second begins`;
  }
  return null;
}
