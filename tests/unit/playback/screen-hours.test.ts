import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScreenHoursPlan } from '../../../src/playback/screen-hours.ts';
import { readScreenHours, type ScreenHours } from '../../../src/shared/screen-hours.ts';
import { sampleHours } from '../../support/sample-hours.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAYS = 400;
const START_MS = Date.UTC(2026, 0, 1);
/** Zones that set their clocks by an hour, by half an hour, at midnight, and one that never does. */
const zones = ['Europe/Vienna', 'Australia/Lord_Howe', 'America/Havana', 'Asia/Kolkata'];

function hoursOf(text: string): ScreenHours {
  const read = readScreenHours(text);
  if (!read.ok) throw new Error(read.problem);
  return read.hours;
}

/** What the clock on the wall shows in every minute of 400 days, as minutes. No zone is set within a quarter of an hour. */
const wallClockOf = (zone: string): Int32Array => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const wall = new Int32Array(DAYS * DAY_MINUTES);
  for (let minute = 0; minute < wall.length; minute += 15) {
    const shown =
      Date.parse(`${format.format(START_MS + minute * MINUTE_MS).replace(' ', 'T')}Z`) / MINUTE_MS;
    for (let within = 0; within < 15; within += 1) wall[minute + within] = shown + within;
  }
  return wall;
};
const walls = new Map<string, Int32Array>();

/**
 * On or off minute by minute: each window of each date from the first minute that shows its begin, or later, to the last that
 * shows less than its end.
 */
function oracle(hours: ScreenHours, zone: string): Uint8Array {
  const wall = walls.get(zone) ?? wallClockOf(zone);
  walls.set(zone, wall);
  const on = new Uint8Array(wall.length);
  for (let day = 0; day < DAYS; day += 1) {
    const midnight = START_MS / MINUTE_MS + day * DAY_MINUTES;
    const date = new Date(midnight * MINUTE_MS).toISOString().slice(0, 10);
    const exception = hours.dates.find((one) => one.first <= date && date <= one.last);
    const windows = exception?.windows ?? hours.week[new Date(date).getUTCDay()] ?? [];
    for (const { from, to } of windows) {
      let start = Math.max(0, (day - 1) * DAY_MINUTES);
      while (start < wall.length && (wall[start] ?? 0) < midnight + from) start += 1;
      let stop = Math.min(wall.length, (day + 4) * DAY_MINUTES);
      while (stop > start && (wall[stop - 1] ?? 0) >= midnight + to) stop -= 1;
      on.fill(1, start, stop);
    }
  }
  return on;
}

test('agrees with a minute-by-minute oracle over 400 days, in zones that set their clocks and that do not', () => {
  fc.assert(
    fc.property(sampleHours(), fc.constantFrom(...zones), (hours, zone) => {
      const plan = createScreenHoursPlan(hours, zone);
      const expected = oracle(hours, zone);
      // What begins before the first day is not in the oracle's list, nor what ends behind the last.
      let minute = 3 * DAY_MINUTES;
      while (minute < (DAYS - 4) * DAY_MINUTES) {
        const at = START_MS + minute * MINUTE_MS;
        const told = plan.nextChangeAt(at);
        const until =
          told === null ? minute + DAY_MINUTES : Math.min((told - START_MS) / MINUTE_MS, expected.length);
        const state = expected[minute] === 1 ? 'on' : 'off';
        const where = `${zone} ${new Date(at).toISOString()} until ${until - minute} min`;
        expect(plan.panelStateAt(at), where).toBe(state);
        expect(plan.panelStateAt(at + MINUTE_MS - 1), where).toBe(state);
        const differs = expected.subarray(minute, until).findIndex((on) => on !== expected[minute]);
        if (differs !== -1) throw new Error(`${where}: it changes after ${differs} min`);
        if (told !== null) expect(expected[until], where).not.toBe(expected[minute]);
        minute = until;
      }
    }),
    { numRuns: 8 },
  );
}, 30_000);

describe('single moments', () => {
  const vienna = (text: string) => createScreenHoursPlan(hoursOf(text), 'Europe/Vienna');
  const at = (iso: string): number => Date.parse(iso);

  test('goes off at the end and on at the beginning, to the millisecond', () => {
    const plan = vienna('mon-fri 07:00-22:00');
    expect(plan.panelStateAt(at('2026-11-27T21:59:59.999+01:00'))).toBe('on');
    expect(plan.panelStateAt(at('2026-11-27T22:00:00+01:00'))).toBe('off');
    expect(plan.nextChangeAt(at('2026-11-27T22:00:00+01:00'))).toBe(at('2026-11-30T07:00:00+01:00'));
    expect(plan.panelStateAt(at('2026-11-30T06:59:59.999+01:00'))).toBe('off');
  });

  test('hours past midnight belong to the day on which they begin, also over an exception', () => {
    const plan = vienna('fri 20:00-03:00; 2026-11-28 off');
    expect(plan.panelStateAt(at('2026-11-28T02:59:00+01:00'))).toBe('on');
    expect(plan.panelStateAt(at('2026-11-28T03:00:00+01:00'))).toBe('off');
  });

  test('hours that the spring night leaves out begin when the clock was set', () => {
    const plan = vienna('02:30-04:00');
    expect(plan.nextChangeAt(at('2026-03-29T01:00:00+01:00'))).toBe(at('2026-03-29T03:00:00+02:00'));
  });

  test('hours that the autumn night has twice are one stretch, not two', () => {
    const plan = vienna('02:15-02:45');
    expect(plan.nextChangeAt(at('2026-10-25T00:00:00+02:00'))).toBe(at('2026-10-25T02:15:00+02:00'));
    expect(plan.nextChangeAt(at('2026-10-25T02:20:00+02:00'))).toBe(at('2026-10-25T02:45:00+01:00'));
  });

  test('always on, or always off, never changes', () => {
    expect(vienna('on').nextChangeAt(at('2026-03-20T12:00:00Z'))).toBeNull();
    expect(vienna('off').nextChangeAt(at('2026-03-20T12:00:00Z'))).toBeNull();
    expect(vienna('on').panelStateAt(0)).toBe('on');
  });

  test('a zone that nobody knows is refused', () => {
    expect(() => createScreenHoursPlan(hoursOf('on'), 'Mars/Olympus')).toThrow(RangeError);
  });
});
