import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScreenHours, writeScreenHours, type ScreenHours } from '../../../src/shared/screen-hours.ts';
import { sampleHours } from '../../support/sample-hours.ts';

function written(text: unknown): string {
  const read = readScreenHours(text);
  return read.ok ? writeScreenHours(read.hours) : read.problem;
}

describe('hours that are understood', () => {
  test.each<[unknown, string]>([
    [
      'mon-fri 07:00-22:00; sat 09:00-13:00,15:00-18:00; sun off; 2026-12-24 08:00-14:00; 2026-12-25 off',
      'mon-fri 07:00-22:00; sat 09:00-13:00,15:00-18:00; sun off; 2026-12-24 08:00-14:00; 2026-12-25 off',
    ],
    ['07:00-22:00', 'mon-sun 07:00-22:00'],
    ['daily 7:00-22.30', 'mon-sun 07:00-22:30'],
    ['on', 'mon-sun on'],
    ['off', 'mon-sun off'],
    [
      'mon, wed, fri 8:00 - 18:00',
      'mon 08:00-18:00; tue off; wed 08:00-18:00; thu off; fri 08:00-18:00; sat-sun off',
    ],
    ['Montag bis Freitag 7:00–22:00 | Samstag off', 'mon-fri 07:00-22:00; sat-sun off'],
    ['lun-ven 8h00-18h00', 'mon-fri 08:00-18:00; sat-sun off'],
    ['fri-sat 20:00-03:00; sun-thu 18:00-24:00', 'mon-thu 18:00-24:00; fri-sat 20:00-03:00; sun 18:00-24:00'],
    ['sat 15:00-18:00, 09:00-13:00', 'mon-fri off; sat 09:00-13:00,15:00-18:00; sun off'],
    ['2026-12-24..2027-01-06 off', 'mon-sun on; 2026-12-24..2027-01-06 off'],
    [
      '2026-12-26 off; 2026-12-25,2027-01-01 10:00-12:00',
      'mon-sun on; 2026-12-25 10:00-12:00; 2026-12-26 off; 2027-01-01 10:00-12:00',
    ],
    [
      { 'mon-fri': '07:00-22:00', sat: ['09:00-13:00', '15:00-18:00'], sun: [], '2026-12-25': 'off' },
      'mon-fri 07:00-22:00; sat 09:00-13:00,15:00-18:00; sun off; 2026-12-25 off',
    ],
  ])('%j', (text, expected) => {
    expect(written(text)).toBe(expected);
  });
});

describe('hours that are not, each with what to write', () => {
  test.each<[unknown, string]>([
    ['mondya 07:00-22:00', '"mondya" names no day; write mon, tue, wed, thu, fri, sat or sun'],
    ['mon-fri', '"mon-fri" names no hours; write them behind the day, or on, or off'],
    ['mon 07:00-25:00', '"07:00-25:00" is no time; write 07:00-22:00, on or off'],
    ['mon 07:00', '"07:00" is no time; write 07:00-22:00, on or off'],
    ['mon 07:00-09:00-11:00', '"07:00-09:00-11:00" is no time; write 07:00-22:00, on or off'],
    ['mon 07:00-22:00,on', '"on" is no time; write 07:00-22:00, on or off'],
    ['mon 07:00-07:00', '07:00-07:00 begins when it ends; write on for the whole day, or off'],
    ['mon 07:00-12:00,11:00-14:00', '07:00-12:00 and 11:00-14:00 cross; write one for both'],
    [
      'fri 20:00-03:00; sat 02:00-05:00',
      'fri 20:00-03:00 and sat 02:00-05:00 cross; let the first end before the second begins',
    ],
    ['mon-fri 07:00-22:00; fri off', 'fri is named twice; write all hours of a day behind it once'],
    [
      '2026-12-24..2026-12-26 off; 2026-12-25 on',
      '2026-12-25 is named twice; write all hours of a date behind it once',
    ],
    ['2026-02-30 off', '"2026-02-30" is no date; write 2026-12-24, or 2026-12-24..2027-01-06'],
    [
      '2027-01-06..2026-12-24 off',
      '"2027-01-06..2026-12-24" is no date; write 2026-12-24, or 2026-12-24..2027-01-06',
    ],
    [' ; ', 'it names no hours'],
    [7, 'it is no text'],
    [{ mon: 7 }, 'it is no text'],
    ['x'.repeat(5_000), 'it has more than 4096 characters'],
  ])('%j', (text, problem) => {
    expect(readScreenHours(text)).toEqual({ ok: false, problem });
  });
});

test('what is written is read as the same hours', () => {
  fc.assert(
    fc.property(sampleHours(), (hours: ScreenHours) => {
      const text = writeScreenHours(hours);
      expect(readScreenHours(text)).toEqual({ ok: true, hours });
    }),
  );
});

test('no text takes long, and none throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.jsonValue()), (anything) => {
      const read = readScreenHours(anything);
      expect(read.ok || read.problem.length > 0).toBe(true);
    }),
  );
});
