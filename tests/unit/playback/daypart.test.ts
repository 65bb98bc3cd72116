import { describe, expect, it } from 'vitest';
import { createCurrentWindowJudge, createWindowJudge } from '../../../src/playback/daypart.ts';
import type { DaypartWindow } from '../../../src/shared/program.ts';

const inVienna = createWindowJudge('Europe/Vienna');

/** Whether the window is open at a moment of Viennese winter time. */
function isOpenAt(window: DaypartWindow, local: string): boolean {
  return inVienna(window, Date.parse(`${local}+01:00`));
}

describe('dayparting', () => {
  it('is always open without a window, and with an empty one', () => {
    expect(inVienna(null, 0)).toBe(true);
    expect(isOpenAt({}, '2026-01-05T03:00:00')).toBe(true);
  });

  it.each([
    ['08:59:59', false],
    ['09:00:00', true],
    ['16:59:59', true],
    ['17:00:00', false],
  ])('from 09:00 to 17:00, at %s: %s', (time, open) => {
    expect(isOpenAt({ startTime: '09:00', endTime: '17:00' }, `2026-01-05T${time}`)).toBe(open);
  });

  it('goes past midnight when the end lies before the start, and counts the day on which it began', () => {
    const mondayNight: DaypartWindow = { startTime: '22:00', endTime: '02:00', days: [1] };
    expect(isOpenAt(mondayNight, '2026-01-05T21:59:59')).toBe(false);
    expect(isOpenAt(mondayNight, '2026-01-05T22:00:00')).toBe(true);
    expect(isOpenAt(mondayNight, '2026-01-06T01:59:59')).toBe(true);
    expect(isOpenAt(mondayNight, '2026-01-06T02:00:00')).toBe(false);
    expect(isOpenAt(mondayNight, '2026-01-05T01:00:00')).toBe(false);
    expect(isOpenAt(mondayNight, '2026-01-06T23:00:00')).toBe(false);
  });

  it('takes equal start and end as the whole day', () => {
    expect(isOpenAt({ startTime: '00:00', endTime: '00:00', days: [1] }, '2026-01-05T13:00:00')).toBe(true);
    expect(isOpenAt({ startTime: '00:00', endTime: '00:00', days: [1] }, '2026-01-06T13:00:00')).toBe(false);
  });

  it('compares dates without an offset as local, and with one as moments', () => {
    const local: DaypartWindow = { validFrom: '2026-01-05T08:00', validUntil: '2026-01-06' };
    expect(isOpenAt(local, '2026-01-05T07:59:59')).toBe(false);
    expect(isOpenAt(local, '2026-01-05T08:00:00')).toBe(true);
    expect(isOpenAt(local, '2026-01-06T23:59:59')).toBe(true);
    expect(isOpenAt(local, '2026-01-07T00:00:00')).toBe(false);
    const absolute: DaypartWindow = { validFrom: '2026-01-05T08:00:00Z' };
    expect(isOpenAt(absolute, '2026-01-05T08:59:59')).toBe(false);
    expect(isOpenAt(absolute, '2026-01-05T09:00:00')).toBe(true);
  });

  it('follows the wall clock over both changes of summer time', () => {
    const early: DaypartWindow = { startTime: '03:00', endTime: '04:00' };
    // On 29 March 2026 Vienna's clocks go from 02:00 to 03:00 at 01:00 UTC.
    expect(inVienna(early, Date.parse('2026-03-29T00:59:59Z'))).toBe(false);
    expect(inVienna(early, Date.parse('2026-03-29T01:00:00Z'))).toBe(true);
    expect(inVienna(early, Date.parse('2026-03-29T02:00:00Z'))).toBe(false);
    // On 25 October they go back from 03:00 to 02:00 at 01:00 UTC.
    expect(inVienna(early, Date.parse('2026-10-25T01:30:00Z'))).toBe(false);
    expect(inVienna(early, Date.parse('2026-10-25T02:00:00Z'))).toBe(true);
  });

  it('judges by the zone it is given', () => {
    const morning: DaypartWindow = { startTime: '09:00', endTime: '10:00' };
    const moment = Date.parse('2026-01-05T09:30:00Z');
    expect(createWindowJudge('UTC')(morning, moment)).toBe(true);
    expect(createWindowJudge('America/New_York')(morning, moment)).toBe(false);
  });
});

describe('the judge of the zone that is set now', () => {
  it('follows a machine whose zone is set, and keeps the last one that there is', () => {
    let zone = 'UTC';
    const isOpen = createCurrentWindowJudge(() => zone);
    const noon = Date.parse('2026-01-05T12:00:00Z');
    const morning = { startTime: '00:00', endTime: '09:00' };
    expect(isOpen(morning, noon)).toBe(false);
    zone = 'America/New_York';
    expect(isOpen(morning, noon)).toBe(true);
    zone = 'Nowhere/At_All';
    expect(isOpen(morning, noon)).toBe(true);
    zone = 'Europe/Vienna';
    expect(isOpen(morning, noon)).toBe(false);
  });
});
