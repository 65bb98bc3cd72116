import { describe, expect, test } from 'vitest';
import { readWeekdays } from '../../../src/shared/weekdays.ts';

const WORKING_DAYS = [1, 2, 3, 4, 5];

describe('days that are understood', () => {
  test.each<[unknown, readonly number[]]>([
    ['Mon-Fri', WORKING_DAYS],
    ['Mon - Fri', WORKING_DAYS],
    ['Monday to Friday', WORKING_DAYS],
    ['Mo–Fr', WORKING_DAYS],
    ['Mo..Fr', WORKING_DAYS],
    ['[1,2,3,4,5]', WORKING_DAYS],
    ['["mon", "tue"]', [1, 2]],
    ["['mon', 'tue']", [1, 2]],
    ['{1,2}', [1, 2]],
    ['Mon|Tue', [1, 2]],
    ['Mon/Tue', [1, 2]],
    ['Mon & Tue', [1, 2]],
    ['mon; wed fri', [1, 3, 5]],
    ['Mon-Wed, Sat', [1, 2, 3, 6]],
    ['Fri-Mon', [0, 1, 5, 6]],
    ['1-5', WORKING_DAYS],
    ['5-7', [0, 5, 6]],
    ['0-6', [0, 1, 2, 3, 4, 5, 6]],
    ['1-7', [0, 1, 2, 3, 4, 5, 6]],
    ['6-2', [0, 1, 2, 6]],
    ['7', [0]],
    [0, [0]],
    [7, [0]],
    [
      [1, 7],
      [0, 1],
    ],
    [
      ['Mon-Wed', 6],
      [1, 2, 3, 6],
    ],
    ['Tues, Thurs', [2, 4]],
    ['Mondays', [1]],
    ['daily', [0, 1, 2, 3, 4, 5, 6]],
    ['weekdays', WORKING_DAYS],
    ['weekend', [0, 6]],
  ])('%j', (written, days) => {
    expect(readWeekdays(written)).toEqual(days);
  });

  test.each([
    ['English', 'Monday, Tuesday, Wednesday, Thursday, Friday', 'Mon Tue Wed Thu Fri'],
    ['German', 'Montag bis Freitag', 'Mo Di Mi Do Fr'],
    ['French', 'du lundi au vendredi', 'lun. mar. mer. jeu. ven.'],
    ['Spanish', 'lunes a viernes', 'L-V'],
    ['Italian', 'da lunedì a venerdì', 'lun mar mer gio ven'],
    ['Portuguese', 'segunda-feira a sexta-feira', 'seg ter qua qui sex'],
    ['Dutch', 'maandag t/m vrijdag', 'ma di wo do vr'],
    ['Polish', 'poniedziałek–piątek', 'pn wt śr czw pt'],
    ['Hungarian', 'hétfő-péntek', 'H K Sze Cs P'],
    ['Romanian', 'luni până vineri', 'lun mar mie joi vin'],
  ])('in %s', (_language, range, list) => {
    expect(readWeekdays(range)).toEqual(WORKING_DAYS);
    expect(readWeekdays(list)).toEqual(WORKING_DAYS);
  });

  test.each([
    'dimanche',
    'DOMINGO',
    'domenica',
    'zondag',
    'niedziela',
    'vasárnap',
    'duminică',
    'Sonntag',
    'So',
  ])('%s is Sunday', (written) => {
    expect(readWeekdays(written)).toEqual([0]);
  });
});

test.each([null, undefined, '', [], '[]', ' , '])('%j says nothing', (written) => {
  expect(readWeekdays(written)).toBe('nothing');
});

describe('what is not wholly understood is not read at all', () => {
  test.each([
    'Mon, Funday',
    'Monkey',
    '8',
    '-1',
    '1.5',
    '12345',
    'Mon-',
    '-Fri',
    'Mon--Fri',
    'Mon-Wed-Fri',
    '{"mon": true}',
    // A Spaniard's Friday and a Hungarian's Sunday.
    'V',
    'x',
    'Mon '.repeat(100),
    true,
    { mon: true },
    [true],
    [null],
    [[1]],
    Array.from({ length: 1_000 }, () => 1),
  ])('%j', (written) => {
    expect(readWeekdays(written)).toBe('unread');
  });
});
