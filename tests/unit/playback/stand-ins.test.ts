import { describe, expect, it } from 'vitest';
import { changeCutAt, createChangeWait, noteChange } from '../../../src/playback/change-cut.ts';
import { createWindowJudge } from '../../../src/playback/daypart.ts';
import { createPlanReader } from '../../../src/playback/group-plan.ts';
import {
  advance,
  createSchedule,
  followPlan,
  isOverruled,
  markFailed,
  mayCome,
  offerProgram,
  peekNext,
  standbyMs,
  type Moment,
  type Schedule,
} from '../../../src/playback/schedule.ts';
import { allItems, withOnly } from '../../../src/playback/stand-ins.ts';
import type { Program } from '../../../src/shared/program.ts';
import { sampleItem, sampleProgram } from '../../support/sample-program.ts';

const isOpen = createWindowJudge('UTC');
const NOON = Date.parse('2026-01-05T12:00:00Z');
const at = (monotonicMs: number, wallMs = NOON + monotonicMs): Moment => ({ monotonicMs, wallMs, isOpen });
const evening = sampleItem('evening', { window: { startTime: '18:00', endTime: '19:00' } });
const [one, two, house] = [sampleItem('one'), sampleItem('two'), sampleItem('house')];
const AT_SIX = 6 * 3_600_000;

function playing(program: Program, moment = at(0)): Schedule {
  return advance(offerProgram(createSchedule(), program), moment);
}

function shown(schedule: Schedule): string | undefined {
  return schedule.current?.item.key;
}

describe('what stands in for a list', () => {
  it('plays in its order while nothing of the list can: an empty one, one whose windows are closed, one that fails', () => {
    const failed = sampleItem('failed');
    for (const items of [[], [evening], [failed]]) {
      const program = sampleProgram(items, { standIns: [[one, two]] });
      let schedule = markFailed(offerProgram(createSchedule(), program), failed, 0);
      const keys = [0, 2_000, 4_000].map((ms) => {
        schedule = advance(schedule, at(ms));
        return shown(schedule);
      });
      expect(keys).toEqual(['one', 'two', 'one']);
    }
  });

  it('never plays while an item of the list can', () => {
    const program = sampleProgram([evening, house], { standIns: [[one]] });
    let schedule = playing(program);
    for (const ms of [0, 10_000, 20_000]) {
      expect(shown(schedule)).toBe('house');
      expect(isOverruled(schedule, at(ms))).toBe(false);
      schedule = advance(schedule, at(ms + 10_000));
    }
  });

  it('is overruled at the second at which a window opens, and goes on at its place when it closes again', () => {
    let schedule = playing(sampleProgram([evening], { standIns: [[one, two]] }));
    expect(isOverruled(schedule, at(AT_SIX - 1_000))).toBe(false);
    expect(isOverruled(schedule, at(AT_SIX))).toBe(true);
    schedule = advance(schedule, at(AT_SIX));
    expect(shown(schedule)).toBe('evening');
    expect(shown(advance(schedule, at(AT_SIX + 3_600_000)))).toBe('one');
  });

  it('is not overruled by what is not ready yet', () => {
    const schedule = playing(sampleProgram([evening], { standIns: [[one]] }));
    expect(isOverruled(schedule, { ...at(AT_SIX), passedOver: new Set([evening.source]) })).toBe(false);
    // Nor by what failed before, which has its next chance when the picture ends.
    const failed = markFailed(schedule, evening, 0);
    expect(isOverruled(failed, at(AT_SIX))).toBe(false);
    expect(peekNext(failed, at(AT_SIX))).toEqual(evening);
  });

  it('comes from the first list of which anything can play', () => {
    const program = sampleProgram([], { standIns: [[house], [], [one, two]] });
    const schedule = playing(program);
    expect(shown(schedule)).toBe('house');
    expect(shown(advance(schedule, at(10_000)))).toBe('house');
    expect(shown(advance(markFailed(schedule, house, 0), at(10_000)))).toBe('one');
  });

  it('leaves standby where nothing of it can play either, and comes back after its quarantine', () => {
    const schedule = markFailed(playing(sampleProgram([], { standIns: [[one]] })), one, 0);
    expect(peekNext(schedule, at(0))).toBeNull();
    expect(standbyMs(schedule, at(0))).toBeLessThan(60_000);
  });

  it('is held by a newer program that has it still, and withdrawn by one that does not', () => {
    const running = playing(sampleProgram([], { standIns: [[one]] }));
    const cutAt = (standIns: Program['standIns']): number | null => {
      const program = sampleProgram([evening], { id: 'other', ...(standIns && { standIns }) });
      const schedule = offerProgram(running, program);
      return changeCutAt(noteChange(createChangeWait(), schedule, at(1_000)), schedule, at(1_000), 60_000);
    };
    expect(cutAt([[one]])).toBe(61_000);
    expect(cutAt([[two]])).toBe(1_000);
    const withdrawn = offerProgram(running, sampleProgram([], { id: 'other' }));
    expect(mayCome(running, one, at(0))).toBe(true);
    expect(mayCome(withdrawn, one, at(0))).toBe(false);
  });
});

describe('what stands in for the list of a group', () => {
  const slots = [{ key: 'evening', lengthMs: 10_000, window: evening.window }];
  const program = sampleProgram([evening], { standIns: [[one, two]], group: { slots, fromMs: null } });
  const planned = (ms: number): Moment => ({ ...at(ms), plan: createPlanReader() });

  it('goes its own way outside the plan, without being cut by it', () => {
    const schedule = playing(program, planned(0));
    expect(shown(schedule)).toBe('one');
    expect(schedule.current?.ownEndMs).toBeUndefined();
    expect(followPlan(schedule, planned(5_000)).current?.endMs).toBe(10_000);
    expect(shown(advance(schedule, planned(10_000)))).toBe('two');
  });

  it('gives way to the plan in its place', () => {
    const schedule = playing(program, planned(AT_SIX - 5_000));
    expect(isOverruled(schedule, planned(AT_SIX))).toBe(true);
    expect(followPlan(schedule, planned(AT_SIX)).current?.endMs).toBe(AT_SIX);
    const joined = advance(schedule, planned(AT_SIX));
    expect([shown(joined), joined.current?.ownEndMs]).toEqual(['evening', AT_SIX + 10_000]);
  });
});

describe('a program of which only some items are wanted', () => {
  it('keeps a list of which none is, and nothing of what stands in for it', () => {
    const program = sampleProgram([one], { standIns: [[two, house], [one]] });
    const left = withOnly(program, ({ key }) => key === 'house');
    expect(left.items).toEqual([one]);
    expect(left.standIns).toEqual([[house], []]);
    expect(allItems(left).map(({ key }) => key)).toEqual(['one', 'house']);
    expect(withOnly(sampleProgram([one, two]), ({ key }) => key === 'two')).toEqual(sampleProgram([two]));
  });
});
