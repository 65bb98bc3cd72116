import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDate,
  addWindow,
  ALWAYS,
  barsOfDay,
  hoursOfText,
  moveEdge,
  removeDate,
  USUAL_HOURS,
  windowsOfChosen,
  withWindows,
  type Chosen,
} from '../../../../../renderer/overlay/hours/edit-hours.ts';
import { readScreenHours, writeScreenHours } from '../../../../../src/shared/screen-hours.ts';
import { sampleHours } from '../../../../support/sample-hours.ts';

const days = (...chosen: number[]): Chosen => ({ kind: 'days', days: chosen });

describe('what a finger does to hours', () => {
  it('can always be written down', () => {
    fc.assert(
      fc.property(
        sampleHours(),
        fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
        fc.nat(5),
        fc.constantFrom('from' as const, 'to' as const),
        fc.integer({ min: 0, max: 96 }),
        fc.boolean(),
        (hours, picked, index, edge, steps, adds) => {
          const chosen = days(...picked);
          const before = windowsOfChosen(hours, chosen);
          const moved = moveEdge((adds ? addWindow(before) : null) ?? before, index, edge, steps * 15);
          const text = writeScreenHours(withWindows(hours, chosen, moved));
          expect(readScreenHours(text), text).toMatchObject({ ok: true });
        },
      ),
    );
  });

  it('changes all chosen days at once, and no other', () => {
    const hours = hoursOfText('mon-fri 07:00-22:00; sat-sun off');
    const moved = moveEdge(windowsOfChosen(hours, days(5, 1)), 0, 'to', 1_200);
    expect(writeScreenHours(withWindows(hours, days(5, 1), moved))).toBe(
      'mon 07:00-20:00; tue-thu 07:00-22:00; fri 07:00-20:00; sat-sun off',
    );
  });

  it('goes over midnight, and ends where the next day begins', () => {
    const hours = hoursOfText('fri 20:00-23:00; sat 01:00-05:00');
    const late = moveEdge(windowsOfChosen(hours, days(5)), 0, 'to', 180);
    expect(late).toEqual([{ from: 1_200, to: 1_620 }]);
    expect(writeScreenHours(withWindows(hours, days(5), late))).toContain('fri 20:00-01:00; sat 01:00-05:00');
  });

  it('never becomes a day long that does not begin at midnight', () => {
    const hours = hoursOfText('thu 00:00-00:30,01:45-02:30,03:00-02:45; fri 06:00-24:00');
    const joined = moveEdge(windowsOfChosen(hours, days(4)), 1, 'to', 200);
    expect(writeScreenHours(withWindows(hours, days(4), joined))).toContain('thu 00:00-00:30,01:45-01:30;');
  });

  it('joins what crosses', () => {
    const hours = hoursOfText('09:00-13:00,15:00-18:00');
    const wider = moveEdge(windowsOfChosen(hours, days(1)), 0, 'to', 960);
    expect(writeScreenHours(withWindows(hours, days(1), wider))).toContain('mon 09:00-18:00');
  });

  it('adds hours where there is room', () => {
    expect(addWindow([])).toEqual([{ from: 420, to: 1_320 }]);
    expect(addWindow([{ from: 420, to: 600 }])).toHaveLength(2);
    expect(addWindow([{ from: 420, to: 1_440 }])?.[0]).toEqual({ from: 240, to: 360 });
    expect(addWindow([{ from: 0, to: 1_440 }])).toBeNull();
  });

  it('adds dates in order, changes one and takes it away', () => {
    const hours = addDate(addDate(hoursOfText('on'), '2026-12-31'), '2026-12-25');
    const chosen: Chosen = { kind: 'date', first: '2026-12-31' };
    const changed = withWindows(hours, chosen, [{ from: 480, to: 840 }]);
    expect(writeScreenHours(changed)).toBe('mon-sun on; 2026-12-25 off; 2026-12-31 08:00-14:00');
    expect(writeScreenHours(removeDate(changed, '2026-12-25'))).toBe('mon-sun on; 2026-12-31 08:00-14:00');
  });

  it('draws what the day before runs into a day', () => {
    expect(barsOfDay([{ from: 720, to: 1_800 }], [{ from: 1_200, to: 1_620 }])).toEqual([
      { from: 0, to: 0.125 },
      { from: 0.5, to: 1 },
    ]);
  });

  it('begins with hours that are hours', () => {
    expect(USUAL_HOURS).toBe('mon-sun 07:00-22:00');
    expect(ALWAYS).toBe('mon-sun on');
  });
});
