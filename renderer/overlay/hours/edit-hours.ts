import {
  MINUTES_OF_DAY,
  readScreenHours,
  WEEK_ORDER,
  WHOLE_DAY,
  writeScreenHours,
  type HoursWindow,
  type ScreenHours,
} from '../../../src/shared/screen-hours.ts';

/** What a person is changing: days of the week (0 is Sunday), or one exception by its first date. */
export type Chosen =
  | { readonly kind: 'days'; readonly days: readonly number[] }
  | { readonly kind: 'date'; readonly first: string };

/** A slider moves by so many minutes. */
export const STEP_MINUTES = 15;
const USUAL: HoursWindow = { from: 7 * 60, to: 22 * 60 };
/** The shortest and the longest time that a new window gets where there is room. */
const NEW_WINDOW_MINUTES = 120;

/** What the setting says to begin with, where there were no hours. */
export const USUAL_HOURS = writeScreenHours({ week: WEEK_ORDER.map(() => [USUAL]), dates: [] });
export const ALWAYS = writeScreenHours({ week: WEEK_ORDER.map(() => [WHOLE_DAY]), dates: [] });

/** The hours of a text; always on where it says none. */
export function hoursOfText(text: string): ScreenHours {
  const read = readScreenHours(text);
  return read.ok ? read.hours : { week: WEEK_ORDER.map(() => [WHOLE_DAY]), dates: [] };
}

/** The hours of what is chosen: of several days, those of the first in the week. */
export function windowsOfChosen({ week, dates }: ScreenHours, chosen: Chosen): readonly HoursWindow[] {
  if (chosen.kind === 'date') return dates.find(({ first }) => first === chosen.first)?.windows ?? [];
  const first = WEEK_ORDER.find((day) => chosen.days.includes(day));
  return first === undefined ? [] : (week[first] ?? []);
}

/** `hours` with `windows` for everything that is chosen; what would cross another window makes way. */
export function withWindows(
  hours: ScreenHours,
  chosen: Chosen,
  windows: readonly HoursWindow[],
): ScreenHours {
  const joined = joinCrossing(windows);
  if (chosen.kind === 'date') {
    const dates = hours.dates.map((date) =>
      date.first === chosen.first ? { ...date, windows: joined } : date,
    );
    return { ...hours, dates };
  }
  const week = hours.week.map((of, day) => (chosen.days.includes(day) ? joined : of));
  return { ...hours, week: week.map((of, day) => endBefore(of, week[(day + 1) % week.length] ?? [])) };
}

/** `windows` with the one at `index` moved to another beginning or end, minutes of the day. */
export function moveEdge(
  windows: readonly HoursWindow[],
  index: number,
  edge: 'from' | 'to',
  minutes: number,
): readonly HoursWindow[] {
  return windows.map((window, at) => {
    if (at !== index) return window;
    const from = edge === 'from' ? Math.min(minutes, MINUTES_OF_DAY - STEP_MINUTES) : window.from;
    const end = edge === 'to' ? minutes : window.to > MINUTES_OF_DAY ? window.to - MINUTES_OF_DAY : window.to;
    // The same minute would be no time at all, or a whole day: neither is meant by a slider.
    const to = end === from ? from + STEP_MINUTES : end;
    return { from, to: to < from ? to + MINUTES_OF_DAY : to };
  });
}

/** `windows` with one more behind the last of the day, or before the first; null: there is no room. */
export function addWindow(windows: readonly HoursWindow[]): readonly HoursWindow[] | null {
  const [first] = windows;
  const last = windows.at(-1);
  if (first === undefined || last === undefined) return [USUAL];
  const from = last.to + STEP_MINUTES * 4;
  if (from < MINUTES_OF_DAY)
    return [...windows, { from, to: Math.min(from + NEW_WINDOW_MINUTES, MINUTES_OF_DAY) }];
  const to = first.from - STEP_MINUTES * 4;
  return to > 0 ? [{ from: Math.max(0, to - NEW_WINDOW_MINUTES), to }, ...windows] : null;
}

/** `hours` with one more date, off to begin with; in order. */
export function addDate({ week, dates }: ScreenHours, first: string): ScreenHours {
  const more = [...dates, { first, last: first, windows: [] }];
  return { week, dates: more.sort((one, other) => (one.first < other.first ? -1 : 1)) };
}

export function removeDate({ week, dates }: ScreenHours, first: string): ScreenHours {
  return { week, dates: dates.filter((date) => date.first !== first) };
}

/** Windows of one day in order, those that cross or touch as one. */
function joinCrossing(windows: readonly HoursWindow[]): readonly HoursWindow[] {
  const joined: HoursWindow[] = [];
  for (const window of [...windows].sort((one, other) => one.from - other.from)) {
    const before = joined.at(-1);
    if (before === undefined || window.from > before.to) joined.push(window);
    else joined[joined.length - 1] = { from: before.from, to: Math.max(before.to, window.to) };
  }
  const [first] = joined;
  return first !== undefined && first.to - first.from >= MINUTES_OF_DAY ? [WHOLE_DAY] : joined;
}

/** The last window of a day ends where the next day's first begins, and before it is a whole day, for which there is no way to write. */
function endBefore(windows: readonly HoursWindow[], next: readonly HoursWindow[]): readonly HoursWindow[] {
  const last = windows.at(-1);
  if (last === undefined || last === WHOLE_DAY) return windows;
  const nextBegins = MINUTES_OF_DAY + (next[0]?.from ?? MINUTES_OF_DAY);
  const limit = Math.min(nextBegins, last.from + MINUTES_OF_DAY - STEP_MINUTES);
  return last.to <= limit ? windows : [...windows.slice(0, -1), { ...last, to: limit }];
}

/** What is drawn of a day: shares of its 24 hours, what the day before runs into it included. */
export function barsOfDay(
  windows: readonly HoursWindow[],
  before: readonly HoursWindow[],
): readonly { readonly from: number; readonly to: number }[] {
  const own = windows.map(({ from, to }) => ({ from, to: Math.min(to, MINUTES_OF_DAY) }));
  const late = before
    .filter(({ to }) => to > MINUTES_OF_DAY)
    .map(({ to }) => ({ from: 0, to: to - MINUTES_OF_DAY }));
  return [...late, ...own].map(({ from, to }) => ({ from: from / MINUTES_OF_DAY, to: to / MINUTES_OF_DAY }));
}
