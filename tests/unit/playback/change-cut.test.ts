import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeCutAt,
  createChangeWait,
  CUTS_APART_MS,
  noteChange,
  VIDEO_ENDS_WITHIN_MS,
  type ChangeWait,
} from '../../../src/playback/change-cut.ts';
import { createWindowJudge } from '../../../src/playback/daypart.ts';
import {
  advance,
  createSchedule,
  cutCurrentAt,
  endCurrentAt,
  holdCurrent,
  offerProgram,
  resumeCurrent,
  type Moment,
  type Schedule,
} from '../../../src/playback/schedule.ts';
import type { Program, ProgramItem } from '../../../src/shared/program.ts';
import { sampleItem, sampleProgram } from '../../support/sample-program.ts';

const isOpen = createWindowJudge('UTC');
const at = (monotonicMs: number): Moment => ({
  monotonicMs,
  wallMs: Date.parse('2026-01-05T12:00:00Z') + monotonicMs,
  isOpen,
});
const HOUR_MS = 3_600_000;
const item = (key: string, replaced: Partial<ProgramItem> = {}): ProgramItem =>
  sampleItem(key, { durationMs: HOUR_MS, ...replaced });
const other = (items: readonly ProgramItem[], id = 'other'): Program => sampleProgram(items, { id });
const showing = (...items: readonly ProgramItem[]): Schedule =>
  advance(offerProgram(createSchedule(), sampleProgram(items)), at(0));

/** When a boundary is made for `program` that comes at `offeredMs`. */
function cutFor(
  schedule: Schedule,
  program: Program,
  offeredMs = 1_000,
  before: ChangeWait = createChangeWait(),
): number | null {
  const offered = offerProgram(schedule, program);
  return changeCutAt(noteChange(before, offered, at(offeredMs)), offered, at(offeredMs), 60_000);
}

describe('the boundary that a change makes', () => {
  it('is made for no list that has the item still while somebody uses it, and at once for one that has not', () => {
    const held = holdCurrent(showing(item('a'), item('b')), 500);
    expect(cutFor(held, other([item('a'), item('c')]))).toBeNull();
    expect(cutFor(held, other([item('c')]))).toBe(1_000);
    expect(cutFor(resumeCurrent(held, 200_000, 0), other([item('a'), item('c')]))).toBe(61_000);
  });

  it.each([
    ['the item is gone', other([item('b')])],
    ['the list is empty', other([])],
    ['another file lies behind the item', other([item('a', { source: '/media/new' })])],
    [
      'the same, in a revision of the same list',
      sampleProgram([item('a', { source: '/media/new' })], { revision: 2 }),
    ],
    ['its sound was switched', other([item('a', { muted: false }), item('b')])],
    ['its window has closed', other([item('a', { window: { endTime: '11:00' } })])],
  ])('is made at once when %s', (_what, program) => {
    expect(cutFor(showing(item('a'), item('b')), program)).toBe(1_000);
  });

  it('waits for the longest wait when the new list still has the item, also under another key', () => {
    const schedule = showing(item('a'), item('b'));
    expect(cutFor(schedule, other([item('a'), item('c')]))).toBe(61_000);
    expect(cutFor(schedule, other([item('c'), item('x', { source: '/media/a' })]))).toBe(61_000);
  });

  it('is not made for a list that only grows, nor for a file that cannot be read just now', () => {
    const schedule = showing(item('a'), item('b'));
    expect(cutFor(schedule, sampleProgram([item('a'), item('b'), item('c')], { revision: 2 }))).toBeNull();
    expect(cutFor(schedule, sampleProgram([item('b')], { revision: 2 }))).toBeNull();
  });

  it('lets a video end that ends soon, and does not begin one again that would come next', () => {
    const film = item('a', { kind: 'video', durationMs: null });
    const playing = endCurrentAt(showing(film, item('b')), 61_000 + VIDEO_ENDS_WITHIN_MS);
    expect(cutFor(playing, other([film, item('c')]))).toBeNull();
    expect(cutFor(endCurrentAt(playing, 61_001 + VIDEO_ENDS_WITHIN_MS), other([film, item('c')]))).toBe(
      61_000,
    );
    expect(cutFor(endCurrentAt(playing, HOUR_MS), other([film]))).toBeNull();
    expect(cutFor(playing, other([item('c')]))).toBe(1_000);
  });

  it('waits until ten seconds after the one before, and no longer', () => {
    const before = { ...createChangeWait(), lastCutMs: 0 };
    expect(cutFor(showing(item('a')), other([]), 1_000, before)).toBe(CUTS_APART_MS);
    expect(cutFor(showing(item('a')), other([]), 20_000, before)).toBe(20_000);
  });

  it('an end that was made early is not moved back by what becomes known of the media', () => {
    const cut = cutCurrentAt(showing(item('a', { kind: 'video', durationMs: null })), 5_000);
    expect(endCurrentAt(cut, HOUR_MS).current?.endMs).toBe(5_000);
    expect(endCurrentAt(cut, 4_000).current?.endMs).toBe(4_000);
  });

  it('holds back no change longer than the longest wait, however often the list changes, and cuts seldom', () => {
    const list = fc.subarray(['a', 'b', 'c', 'd', 'e'], { minLength: 0 });
    const changes = fc.array(fc.record({ list, afterMs: fc.integer({ min: 100, max: 20_000 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(changes, (steps) => {
        let schedule = showing(item('a'), item('b'), item('c'), item('d'), item('e'));
        let wait = createChangeWait();
        let atMs = 0;
        let waitsSinceMs = 0;
        for (const [number, step] of steps.entries()) {
          schedule = offerProgram(
            schedule,
            other(
              step.list.map((key) => item(key)),
              `list-${number}`,
            ),
          );
          for (const untilMs = atMs + step.afterMs; atMs < untilMs; atMs += 100) {
            // From standby anything comes at once.
            if (schedule.current === null) schedule = advance(schedule, at(atMs));
            wait = noteChange(wait, schedule, at(atMs));
            const dueMs = changeCutAt(wait, schedule, at(atMs), 60_000);
            if (dueMs !== null && dueMs <= atMs) {
              expect(atMs - (wait.lastCutMs ?? -Infinity)).toBeGreaterThanOrEqual(CUTS_APART_MS);
              wait = { ...wait, lastCutMs: atMs };
              schedule = advance(cutCurrentAt(schedule, atMs), at(atMs));
              wait = noteChange(wait, schedule, at(atMs));
            }
            if (schedule.pending === null) waitsSinceMs = atMs;
            expect(atMs - waitsSinceMs).toBeLessThanOrEqual(60_100);
            expect(atMs - (wait.withdrawnSinceMs ?? atMs)).toBeLessThanOrEqual(CUTS_APART_MS);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives every item its turn, also in a list that changes all the time what is on the screen', () => {
    const everyMs = fc.integer({ min: 500, max: 15_000 });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), everyMs, (count, gapMs) => {
        const keys = Array.from({ length: count }, (_, index) => `item-${index}`);
        const version = (number: number): Program =>
          other(
            keys.map((key) => item(key, { source: `/media/${key}-${number}` })),
            `list-${number}`,
          );
        let schedule = advance(offerProgram(createSchedule(), version(0)), at(0));
        let wait = createChangeWait();
        const seen = new Set<string>();
        for (let atMs = 0; atMs <= count * (CUTS_APART_MS + gapMs); atMs += 100) {
          schedule = offerProgram(schedule, version(Math.floor(atMs / gapMs)));
          wait = noteChange(wait, schedule, at(atMs));
          const dueMs = changeCutAt(wait, schedule, at(atMs), 60_000);
          if (dueMs !== null && dueMs <= atMs) {
            wait = { ...wait, lastCutMs: atMs };
            schedule = advance(cutCurrentAt(schedule, atMs), at(atMs));
          }
          seen.add(schedule.current?.item.key ?? '');
        }
        expect([...seen].sort()).toEqual(keys);
      }),
      { numRuns: 50 },
    );
  });
});
