import { describe, expect, it } from 'vitest';
import { serverTimeOf } from '../../../../src/player/server/server-date.ts';

const DATE = 'Sat, 28 Nov 2026 12:00:00 GMT';
const MOMENT = Date.UTC(2026, 10, 28, 12);

describe('the time at the server', () => {
  it.each([
    ['its Date, in the middle of the second', { date: DATE }, 0, MOMENT + 500],
    ['half of the way ago', { date: DATE }, 400, MOMENT + 700],
    ['its Date and the age that a cache adds', { date: DATE, age: '90' }, 0, MOMENT + 90_500],
    ['nothing after half a minute on the way', { date: DATE }, 30_001, null],
    ['nothing without a Date', {}, 0, null],
    ['nothing in another form', { date: '2038' }, 0, null],
    ['nothing in local time', { date: 'Sat, 28 Nov 2026 12:00:00 +0100' }, 0, null],
    ['nothing for a day that is none', { date: 'Sat, 99 Nov 2026 12:00:00 GMT' }, 0, null],
    ['nothing with an age that is no number', { date: DATE, age: 'old' }, 0, null],
    ['nothing for an endless date', { date: DATE + ' '.repeat(10_000) }, 0, null],
  ])('is %s', (_, headers, roundTripMs, expected) => {
    expect(serverTimeOf(headers as Record<string, string>, roundTripMs)).toBe(expected);
  });
});
