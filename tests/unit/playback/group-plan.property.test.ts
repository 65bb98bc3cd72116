import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWindowJudge } from '../../../src/playback/daypart.ts';
import { createPlanReader, turnOf } from '../../../src/playback/group-plan.ts';
import {
  advance,
  createSchedule,
  followPlan,
  offerProgram,
  type Moment,
  type Schedule,
} from '../../../src/playback/schedule.ts';
import type { PlanSlot, Program } from '../../../src/shared/program.ts';
import { sampleItem, sampleProgram } from '../../support/sample-program.ts';

const isOpen = createWindowJudge('Europe/Vienna');
const all = (): boolean => true;
/** The nights of two changes of the clock, and an ordinary noon, UTC. */
const starts = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 9, 24, 23), Date.UTC(2026, 5, 3, 10)] as const;

const slotsArbitrary: fc.Arbitrary<readonly PlanSlot[]> = fc
  .array(
    fc.record({
      lengthMs: fc.integer({ min: 1_000, max: 90_000 }),
      window: fc.option(
        fc.record({
          startTime: fc.constantFrom('00:30', '02:10', '02:59:30', '10:00:07'),
          endTime: fc.constantFrom('01:59:59', '02:30', '03:00', '10:00:40'),
        }),
        { nil: null },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((slots) => slots.map((slot, place) => ({ key: String(place), ...slot })));
const instantArbitrary = fc
  .record({ start: fc.constantFrom(...starts), laterMs: fc.integer({ min: 0, max: 6 * 3_600_000 }) })
  .map(({ start, laterMs }) => start + laterMs);

function programOf(slots: readonly PlanSlot[], missing: ReadonlySet<string> = new Set()): Program {
  const items = slots
    .filter(({ key }) => !missing.has(key))
    .map(({ key, lengthMs, window }) => sampleItem(key, { durationMs: lengthMs, window }));
  return sampleProgram(items, { id: 'list', revision: 1, group: { slots, fromMs: null } });
}

/** A player whose monotonic clock began at some time of its own, from `fromMs` up to `untilMs` of the synchronised time. */
function play(program: Program, fromMs: number, untilMs: number, monotonicAtZero: number): Schedule {
  const plan = createPlanReader();
  const momentOf = (wallMs: number): Moment => ({
    wallMs,
    monotonicMs: wallMs - monotonicAtZero,
    isOpen,
    plan,
  });
  let schedule = advance(offerProgram(createSchedule(), program), momentOf(fromMs));
  for (let atMs = fromMs; atMs < untilMs;) {
    schedule = followPlan(schedule, momentOf(atMs));
    const endMs = (schedule.current?.endMs ?? Infinity) + monotonicAtZero;
    atMs = Math.min(untilMs, Math.max(atMs, endMs), atMs + 1_000);
    if (schedule.current === null || endMs <= atMs) schedule = advance(schedule, momentOf(atMs));
  }
  return followPlan(schedule, momentOf(untilMs));
}

describe('the plan of a group', () => {
  it('shows the same at the same instant, whoever began when and whatever clock it has', () => {
    fc.assert(
      fc.property(
        slotsArbitrary,
        instantArbitrary,
        fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 200_000 })),
        fc.tuple(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 1e12 })),
        (slots, untilMs, [one, other], [zeroOfOne, zeroOfOther]) => {
          const program = programOf(slots);
          const a = play(program, untilMs - one, untilMs, zeroOfOne).current;
          const b = play(program, untilMs - other, untilMs, zeroOfOther).current;
          expect(a?.item.key).toBe(b?.item.key);
          if (a === null || b === null) return;
          expect(Math.abs(a.startMs + zeroOfOne - (b.startMs + zeroOfOther))).toBeLessThan(0.01);
          expect(Math.abs((a.endMs ?? 0) + zeroOfOne - ((b.endMs ?? 0) + zeroOfOther))).toBeLessThan(0.01);
        },
      ),
    );
  });

  it('keeps the others in step where an item is missing: its neighbour stands for it', () => {
    fc.assert(
      fc.property(
        slotsArbitrary,
        instantArbitrary,
        fc.uniqueArray(fc.integer({ min: 0, max: 5 })),
        (slots, atMs, gone) => {
          const isHere = (key: string): boolean => !gone.includes(Number(key));
          const whole = createPlanReader().turnAt(slots, atMs, isOpen, all);
          const partly = createPlanReader().turnAt(slots, atMs, isOpen, isHere);
          if (whole === null || partly === null) return;
          expect(partly.startMs).toBeLessThanOrEqual(atMs);
          expect(partly.endMs).toBeGreaterThan(atMs);
          // What can be played is shown at its own time; and whoever stands for another began before it.
          if (isHere(whole.key)) expect(partly).toMatchObject({ key: whole.key, startMs: whole.startMs });
          else expect(partly.startMs).toBeLessThan(whole.startMs);
          expect(isHere(partly.key)).toBe(true);
        },
      ),
    );
  });

  it('counts anew from the second at which hours begin or end', () => {
    const hours = { startTime: '12:00:30', endTime: '12:02' };
    const slots = [
      { key: 'a', lengthMs: 60_000, window: null },
      { key: 'b', lengthMs: 45_000, window: hours },
    ];
    const noon = Date.UTC(2026, 0, 15, 12);
    const judge = createWindowJudge('UTC');
    const turnAt = (ms: number) => createPlanReader().turnAt(slots, noon + ms, judge, all);
    expect(turnAt(5_000)).toMatchObject({ key: 'a', startMs: noon, endMs: noon + 30_000 });
    expect(turnAt(29_999)?.endMs).toBe(noon + 30_000);
    const opened = turnOf(slots, noon + 30_000, all);
    expect(turnAt(30_000)).toMatchObject({ key: opened?.key, startMs: opened?.startMs });
    expect(turnAt(119_000)?.endMs).toBe(noon + 120_000);
  });

  it('goes round without a hole: each turn begins where the one before ends', () => {
    fc.assert(
      fc.property(slotsArbitrary, instantArbitrary, (slots, atMs) => {
        const turn = turnOf(slots, atMs, all);
        if (turn === null) throw new Error('There is a turn.');
        const next = turnOf(slots, turn.endMs, all);
        expect(next?.startMs).toBe(turn.endMs);
        expect(turn.endMs).toBe(turn.ownEndMs);
      }),
    );
  });
});

describe('a list that came', () => {
  const slots = ['a', 'b', 'c'].map((key) => ({ key, lengthMs: 10_000, window: null }));
  const plan = createPlanReader();
  const momentOf = (wallMs: number): Moment => ({ wallMs, monotonicMs: wallMs, isOpen, plan });

  it('waits for its time, and joins the running round of the others', () => {
    const before = advance(offerProgram(createSchedule(), programOf(slots)), momentOf(60_000));
    const other = [...slots, { key: 'd', lengthMs: 7_000, window: null }];
    const coming = { ...programOf(other), id: 'new', group: { slots: other, fromMs: 85_000 } };
    const offered = offerProgram(before, coming);
    expect(advance(offered, momentOf(70_000))).toMatchObject({
      current: { programId: 'list', item: { key: 'b' } },
    });
    expect(advance(offered, momentOf(80_000)).pending?.id).toBe('new');
    // 90 s into a round of 37 s: 16 s, the middle of b.
    expect(advance(offered, momentOf(90_000))).toMatchObject({
      pending: null,
      current: { programId: 'new', item: { key: 'b' }, startMs: 84_000, endMs: 94_000 },
    });
  });

  it('is taken at once where nothing plays', () => {
    const coming = { ...programOf(slots), group: { slots, fromMs: 9e12 } };
    expect(advance(offerProgram(createSchedule(), coming), momentOf(0)).current?.item.key).toBe('a');
  });
});

describe('the synchronised time', () => {
  const slots = ['a', 'b'].map((key) => ({ key, lengthMs: 10_000, window: null }));
  const plan = createPlanReader();

  it('moves the end of what is shown with it, and ends it where it is not its turn any more', () => {
    const first = { wallMs: 60_000, monotonicMs: 0, isOpen, plan };
    const showing = advance(offerProgram(createSchedule(), programOf(slots)), first);
    expect(followPlan(showing, { ...first, wallMs: 63_005, monotonicMs: 3_000 }).current?.endMs).toBeCloseTo(
      9_995,
    );
    const jumped = followPlan(showing, { ...first, wallMs: 72_000, monotonicMs: 3_000 });
    expect(jumped.current?.endMs).toBe(3_000);
    expect(advance(jumped, { ...first, wallMs: 72_000, monotonicMs: 3_000 }).current).toMatchObject({
      item: { key: 'b' },
      startMs: 1_000,
      endMs: 11_000,
    });
  });
});
