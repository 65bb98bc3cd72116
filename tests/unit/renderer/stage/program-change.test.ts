import { describe, expect, it } from 'vitest';
import { createProgramChange } from '../../../../renderer/stage/program-change.ts';
import { WITHDRAWN_STANDS_MS } from '../../../../src/playback/change-cut.ts';
import { createWindowJudge } from '../../../../src/playback/daypart.ts';
import {
  advance,
  createSchedule,
  cutCurrentAt,
  offerProgram,
  type Moment,
} from '../../../../src/playback/schedule.ts';
import { sampleItem, sampleProgram } from '../../../support/sample-program.ts';

const at = (monotonicMs: number): Moment => ({
  monotonicMs,
  wallMs: Date.parse('2026-01-05T12:00:00Z') + monotonicMs,
  isOpen: createWindowJudge('UTC'),
});
const long = sampleItem('a', { durationMs: 3_600_000 });
const playing = advance(offerProgram(createSchedule(), sampleProgram([long])), at(0));
const withdrawn = offerProgram(playing, sampleProgram([sampleItem('b')], { id: 'other' }));

describe('a change of the program', () => {
  it('cuts what was withdrawn at once, and asks for standby when nothing came in its place', () => {
    const change = createProgramChange();
    change.note(withdrawn, at(1_000));
    expect(change.due(withdrawn, at(1_000), 60_000)).toBe('cut');
    change.noteCut(1_000);
    const cut = cutCurrentAt(withdrawn, 1_000);
    expect(change.due(cut, at(999 + WITHDRAWN_STANDS_MS), 60_000)).toBe('nothing');
    expect(change.due(cut, at(1_000 + WITHDRAWN_STANDS_MS), 60_000)).toBe('leave');
  });

  it('makes two boundaries at least ten seconds apart', () => {
    const change = createProgramChange();
    change.noteCut(500);
    expect(change.due(withdrawn, at(10_499), 60_000)).toBe('nothing');
    expect(change.due(withdrawn, at(10_500), 60_000)).toBe('cut');
  });

  it('has nothing to do while nothing waits', () => {
    expect(createProgramChange().due(playing, at(1e9), 60_000)).toBe('nothing');
  });
});
