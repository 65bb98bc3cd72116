import fc from 'fast-check';
import type { HoursWindow, ScreenHours } from '../../src/shared/screen-hours.ts';

const DAY = 1_440;
const minutes = fc.oneof(
  fc.integer({ min: 0, max: DAY - 1 }),
  fc.constantFrom(0, 60, 90, 120, 150, 180, 1_380),
);

/** Windows that do not cross: pairs of a sorted list of edges, the last one perhaps into the next day, whose hours begin later. */
function windowsFrom(edges: readonly number[], lateEnd: number | null): readonly HoursWindow[] {
  const sorted = [...new Set(edges)].sort((one, other) => one - other);
  const windows: HoursWindow[] = [];
  for (let index = 0; index + 1 < sorted.length; index += 2)
    windows.push({ from: sorted[index] ?? 0, to: sorted[index + 1] ?? 0 });
  const last = sorted.length % 2 === 1 ? sorted.at(-1) : undefined;
  if (last !== undefined && lateEnd !== null && lateEnd !== last) windows.push({ from: last, to: lateEnd });
  return windows;
}

const windows = fc
  .tuple(fc.array(minutes, { maxLength: 5 }), fc.option(fc.constant(DAY)))
  .map(([edges, lateEnd]) => windowsFrom(edges, lateEnd));

/** Any hours that can be written down, windows past midnight and exceptions by date included; dates lie in 2026 and 2027. */
export function sampleHours(): fc.Arbitrary<ScreenHours> {
  const exceptions = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 5 }), windows),
    { maxLength: 4, selector: ([week]) => week },
  );
  return fc
    .tuple(
      fc.array(windows, { minLength: 7, maxLength: 7 }),
      exceptions,
      fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    )
    .map(([week, dates, overnight]) => ({
      week: week.map((of, day) =>
        overnight[day] === true ? pastMidnight(of, week[(day + 1) % 7] ?? []) : of,
      ),
      dates: dates
        .map(([at, length, of]) => ({ first: dateAt(at * 7), last: dateAt(at * 7 + length), windows: of }))
        .sort((one, other) => (one.first < other.first ? -1 : 1)),
    }));
}

/** The last window goes on into the next day, up to the first one there. */
function pastMidnight(of: readonly HoursWindow[], next: readonly HoursWindow[]): readonly HoursWindow[] {
  const last = of.at(-1);
  if (last === undefined || (last.from === 0 && last.to === DAY)) return of;
  const end = DAY + Math.min(next[0]?.from ?? DAY, last.from - 1, 200);
  return end > DAY ? [...of.slice(0, -1), { from: last.from, to: end }] : of;
}

function dateAt(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
}
