import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWindowJudge } from '../../../src/playback/daypart.ts';
import {
  advance,
  createSchedule,
  LATENESS_ABSORBED_MS,
  markFailed,
  offerProgram,
  peekNext,
  type Moment,
  type Schedule,
} from '../../../src/playback/schedule.ts';
import { isQuarantined } from '../../../src/playback/quarantine.ts';
import type { Program, ProgramItem } from '../../../src/shared/program.ts';
import { sampleItem, sampleProgram } from '../../support/sample-program.ts';

const isOpen = createWindowJudge('Europe/Vienna');

const windowArbitrary = fc.option(
  fc.record({
    startTime: fc.constantFrom('00:00', '06:00', '22:00'),
    endTime: fc.constantFrom('05:00', '12:00'),
  }),
  { nil: null },
);
const itemArbitrary: fc.Arbitrary<ProgramItem> = fc
  .record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    seconds: fc.integer({ min: 1, max: 60 }),
    window: windowArbitrary,
  })
  .map(({ key, seconds, window }) => sampleItem(key, { durationMs: seconds * 1000, window }));
const programArbitrary: fc.Arbitrary<Program> = fc
  .record({
    id: fc.constantFrom('one', 'two'),
    revision: fc.integer({ min: 0, max: 5 }),
    resumeAt: fc.constantFrom(null, 'a', 'c'),
    items: fc.uniqueArray(itemArbitrary, { selector: ({ key }) => key, maxLength: 5 }),
  })
  .map((replaced) => sampleProgram(replaced.items, replaced));

/** What may happen to a player: time passes (the wall clock may jump meanwhile), programs come, items fail. */
type Happening =
  | { readonly kind: 'boundary'; readonly lateMs: number; readonly wallJumpMs: number }
  | { readonly kind: 'program'; readonly program: Program | null }
  | { readonly kind: 'failure' };

const happeningArbitrary: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('boundary' as const),
      lateMs: fc.oneof(fc.integer({ min: -20, max: 100 }), fc.integer({ min: 0, max: 86_400_000 })),
      wallJumpMs: fc.oneof(fc.constant(0), fc.integer({ min: -1e11, max: 1e11 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('program' as const),
      program: fc.option(programArbitrary, { nil: null, freq: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'failure' as const }) },
);

/** Whether anything could be shown at this moment, told independently of the schedule's own search. */
function somethingCanPlay(
  { program, pending, quarantine }: Schedule,
  { monotonicMs, wallMs }: Moment,
): boolean {
  return ((pending ?? program)?.items ?? []).some(
    ({ source, window }) => !isQuarantined(quarantine, source, monotonicMs) && isOpen(window, wallMs),
  );
}

describe('a schedule, whatever happens', () => {
  it('shows exactly one item whenever one can play, and none otherwise', () => {
    fc.assert(
      fc.property(fc.array(happeningArbitrary, { maxLength: 60 }), (happenings) => {
        let schedule = createSchedule();
        let monotonicMs = 0;
        let wallMs = Date.parse('2026-03-28T20:00:00Z');
        for (const happening of happenings) {
          if (happening.kind === 'program') schedule = offerProgram(schedule, happening.program);
          else if (happening.kind === 'failure') {
            if (schedule.current !== null)
              schedule = markFailed(schedule, schedule.current.item, monotonicMs);
          } else {
            const passed = Math.max(
              0,
              (schedule.current?.endMs ?? monotonicMs) - monotonicMs + happening.lateMs,
            );
            monotonicMs += passed;
            wallMs += passed + happening.wallJumpMs;
            const moment = { monotonicMs, wallMs, isOpen };
            const possible = somethingCanPlay(schedule, moment);
            const foretold = peekNext(schedule, moment);
            schedule = advance(schedule, moment);
            expect(schedule.current !== null).toBe(possible);
            expect(schedule.current?.item ?? null).toBe(foretold);
            expect(schedule.pending).toBeNull();
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never lets two items overlap, nor leaves a gap when boundaries are met', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 500, max: 60_000 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: -20, max: LATENESS_ABSORBED_MS }), { minLength: 1, maxLength: 100 }),
        (durations, lateness) => {
          const items = durations.map((durationMs, index) => sampleItem(`item-${index}`, { durationMs }));
          let schedule = advance(offerProgram(createSchedule(), sampleProgram(items)), {
            monotonicMs: 0,
            wallMs: 0,
            isOpen,
          });
          for (const lateMs of lateness) {
            const endMs = schedule.current?.endMs ?? Number.NaN;
            schedule = advance(schedule, { monotonicMs: endMs + lateMs, wallMs: endMs + lateMs, isOpen });
            expect(schedule.current?.startMs).toBe(endMs);
          }
        },
      ),
    );
  });

  it('is not a millisecond late after 10,000 items whose timers were all late', () => {
    const durations = [1_700, 10_000, 333, 45_123];
    const items = durations.map((durationMs, index) => sampleItem(`item-${index}`, { durationMs }));
    let schedule = advance(offerProgram(createSchedule(), sampleProgram(items)), {
      monotonicMs: 0,
      wallMs: 0,
      isOpen,
    });
    let expected = 0;
    for (let count = 0; count < 10_000; count += 1) {
      expected += durations[count % durations.length] ?? 0;
      const monotonicMs = expected + ((count * 7) % 200);
      schedule = advance(schedule, { monotonicMs, wallMs: monotonicMs, isOpen });
    }
    expect(schedule.current?.startMs).toBe(expected);
  });
});
