import { describe, expect, test } from 'vitest';
import { readDuration, readMoment, readTimeOfDay } from '../../../../src/player/playlist/written-times.ts';

describe('a moment', () => {
  test.each<[unknown, string]>([
    // What was understood before stays as it was written: it is part of what identifies a list.
    ['2020-11-28', '2020-11-28'],
    ['2020-11-28T10:00', '2020-11-28T10:00'],
    ['2020-11-28 10:00:00', '2020-11-28 10:00:00'],
    ['2020-11-28T10:00:00.123456', '2020-11-28T10:00:00.123456'],
    ['2020-11-28T10:00:00Z', '2020-11-28T10:00:00Z'],
    ['2020-11-28T10:00:00+02:00', '2020-11-28T10:00:00+02:00'],
    ['Sat, 28 Nov 2020 10:00:00 GMT', '2020-11-28T10:00:00.000Z'],
    ['Sat, 28 Nov 2020 10:00:00 +0200', '2020-11-28T08:00:00.000Z'],
    ['8 Jan 2020 10:00:00 -0330', '2020-01-08T13:30:00.000Z'],
    [1_606_557_600, '2020-11-28T10:00:00.000Z'],
    ['1606557600', '2020-11-28T10:00:00.000Z'],
    [1_606_557_600.5, '2020-11-28T10:00:00.500Z'],
    [1_606_557_600_000, '2020-11-28T10:00:00.000Z'],
    ['2020/11/28', '2020-11-28'],
    ['2020/11/28 9:05', '2020-11-28T09:05:00'],
    ['28.11.2020', '2020-11-28'],
    ['8.1.2020', '2020-01-08'],
    ['28.11.2020 10:00:30', '2020-11-28T10:00:30'],
    ['28. 11. 2020, 9:05', '2020-11-28T09:05:00'],
    ['2020-11-28T10:00:00+0200', '2020-11-28T10:00:00+0200'],
    ['2020-11-28 10:00:00 +02:00', '2020-11-28 10:00:00 +02:00'],
    ['1.1.1900', '1900-01-01'],
    ['29.2.2020', '2020-02-29'],
  ])('%j is %s', (written, read) => {
    expect(readMoment(written)).toBe(read);
  });

  test.each([null, undefined, '', '  '])('%j says nothing', (written) => {
    expect(readMoment(written)).toBe('nothing');
  });

  test.each([
    'soon',
    '2020-02-30',
    '2020-13-01',
    '2020-11-28T25:00',
    '2020-11-28 10:61',
    '0000-00-00 00:00:00',
    '28/11/2020',
    '31.02.2020',
    'Sat, 31 Feb 2020 10:00:00 GMT',
    'Sat, 28 Nov 2020 25:00:00 GMT',
    '2020-11-28 or later',
    'on 2020-11-28',
    '2020-11-28 (UTC)',
    'on 28.11.2020',
    '28.11.2020 or later',
    '28.11.x2020',
    '31.12.1899',
    '29.2.2021',
    '0.11.2020',
    '1.0.2020',
    '1.13.2020',
    0,
    20_201_128,
    '20201128',
    1e300,
    true,
    {},
    ['2020-11-28'],
    '2'.repeat(10_000),
  ])('%j is not understood', (written) => {
    expect(readMoment(written)).toBe('unread');
  });
});

describe('a time of day', () => {
  test.each([
    ['9:00', '09:00:00'],
    ['09:00:30', '09:00:30'],
    ['09:00:00.000', '09:00:00'],
    ['24:00', '24:00:00'],
    ['9.30', '09:30:00'],
    ['9h30', '09:30:00'],
    ['9:00 PM', '21:00:00'],
    ['12:30 am', '00:30:00'],
    ['12 p.m.', '12:00:00'],
    ['12 am', '00:00:00'],
    ['11:59 pm', '23:59:00'],
    ['23:59:59', '23:59:59'],
  ])('%s is %s', (written, read) => {
    expect(readTimeOfDay(written)).toBe(read);
  });

  test.each([
    '25:00',
    '24:30',
    '24:00:30',
    '9:61',
    '9:00:61',
    'at 9:00',
    '9:00 or so',
    '9',
    900,
    'noon',
    '13:00 PM',
    '0 am',
    true,
  ])('%j is not understood', (written) => {
    expect(readTimeOfDay(written)).toBe('unread');
  });
});

test.each([null, undefined, '', ' '])('%j says neither a time of day nor a duration', (written) => {
  expect([readTimeOfDay(written), readDuration(written)]).toEqual(['nothing', 'nothing']);
});

describe('a duration', () => {
  test.each<[unknown, number]>([
    [10, 10],
    ['7.5', 7.5],
    ['00:00:30', 30],
    ['30s', 30],
    ['30 sec', 30],
    ['1:30', 90],
    ['01:00:00', 3_600],
    ['1m30s', 90],
    ['2 min', 120],
    ['1h', 3_600],
    ['12.25 hours 30 minutes', 45_900],
    ['2hrs5mins7seconds', 7_507],
    ['1 hour 1 minute 1 second', 3_661],
    ['1.5m', 90],
    ['90.25s', 90.25],
    ['1 hr', 3_600],
    ['123456 min', 7_407_360],
    ['0', 0],
    [-5, -5],
  ])('%j is %s s', (written, seconds) => {
    expect(readDuration(written)).toBe(seconds);
  });

  test.each(['long', 'in 1h', '1h or so', '12345h', '1.h', '30x', '1:2:3:4', 's', true, 'Infinity', {}])(
    '%j is not understood',
    (written) => {
      expect(readDuration(written)).toBe('unread');
    },
  );
});
