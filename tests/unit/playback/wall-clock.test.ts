import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockFactsOf,
  clockStatus,
  createClockFacts,
  isSameClock,
  judgeClock,
  learnServerTime,
  type ClockFacts,
} from '../../../src/playback/wall-clock.ts';

const BUILD = Date.UTC(2026, 5, 1);
const NOW = Date.UTC(2026, 10, 28, 12);
const MINUTE = 60_000;
const HOUR = 3_600_000;
const fresh = createClockFacts(BUILD, null);
const at = (wallMs: number, monotonicMs = 0) => ({ wallMs, monotonicMs });
const verdictAt = (facts: ClockFacts, wallMs: number): string => judgeClock(facts, at(wallMs)).verdict;

describe('a clock without a server', () => {
  it.each([
    ['1970', 0, null, 'wrong'],
    ['2013', Date.UTC(2013, 0, 1), null, 'wrong'],
    ['a moment before the build', BUILD - 1, null, 'wrong'],
    ['the build itself', BUILD, null, 'right'],
    ['now', NOW, null, 'right'],
    ['2038, which nothing speaks against', Date.UTC(2038, 0, 1), null, 'right'],
    ['before the last confirmed time, after the build', NOW - HOUR, NOW, 'wrong'],
    ['as much behind as it may have been when it was confirmed', NOW - MINUTE, NOW, 'right'],
    ['after the last confirmed time', NOW + HOUR, NOW, 'right'],
  ])('that stands at %s', (_, wallMs, confirmedMs, verdict) => {
    expect(verdictAt(createClockFacts(BUILD, confirmedMs), wallMs)).toBe(verdict);
  });
});

describe('a server that tells the time', () => {
  it.each([
    ['is behind by a minute', -MINUTE, 'right', null],
    ['is ahead by a minute', MINUTE, 'right', null],
    ['is behind by more', -MINUTE - 1, 'corrected', MINUTE + 1],
    ['is ahead by more', MINUTE + 1, 'corrected', -MINUTE - 1],
    ['stands at 1970', -NOW, 'corrected', NOW],
  ])('finds that the clock %s', (_, offMs, verdict, correctionMs) => {
    const facts = learnServerTime(fresh, at(NOW + offMs), NOW);
    expect(clockStatus(facts, at(NOW + offMs))).toMatchObject({ verdict, correctionMs });
    expect(judgeClock(facts, at(NOW + offMs)).nowMs).toBe(verdict === 'right' ? NOW + offMs : NOW);
  });

  it('is followed by the monotonic clock from then on, whatever is done to the machine', () => {
    const facts = learnServerTime(fresh, at(0), NOW);
    expect(judgeClock(facts, at(10 * MINUTE, 10 * MINUTE)).nowMs).toBe(NOW + 10 * MINUTE);
    expect(judgeClock(facts, at(HOUR, 20 * MINUTE))).toEqual({
      verdict: 'corrected',
      nowMs: NOW + 20 * MINUTE,
    });
    expect(judgeClock(facts, at(NOW + 30 * MINUTE + 900, 30 * MINUTE))).toEqual({
      verdict: 'right',
      nowMs: NOW + 30 * MINUTE + 900,
    });
  });

  it('changes nothing when its own clock stands before the build, or decades after it', () => {
    for (const serverMs of [0, BUILD - 1, BUILD + 40 * 365 * 86_400_000]) {
      expect(learnServerTime(fresh, at(NOW), serverMs)).toBe(fresh);
    }
  });

  it('confirms the time in steps of an hour, and takes an earlier word for a later one that was wrong', () => {
    const first = learnServerTime(fresh, at(NOW), NOW);
    expect(first.confirmedMs).toBe(NOW);
    expect(learnServerTime(first, at(NOW + HOUR - 1), NOW + HOUR - 1).confirmedMs).toBe(NOW);
    expect(learnServerTime(first, at(NOW + HOUR), NOW + HOUR).confirmedMs).toBe(NOW + HOUR);
    const wrongBefore = learnServerTime(fresh, at(NOW), NOW + 1_000 * HOUR);
    const rightAgain = learnServerTime(wrongBefore, at(NOW, 5_000), NOW);
    expect(rightAgain).toMatchObject({ confirmedMs: NOW, serverTime: null });
    expect(verdictAt(rightAgain, NOW)).toBe('right');
  });

  it('is not taken for another time when whole seconds or the network make a small difference', () => {
    const facts = learnServerTime(fresh, at(0), NOW);
    const later = learnServerTime(facts, at(5_000, 5_000), NOW + 6_200);
    expect(later.serverTime).toBe(facts.serverTime);
    expect(isSameClock(clockStatus(facts, at(0)), clockStatus(later, at(5_000, 5_000)))).toBe(true);
  });
});

describe('what is told of a clock', () => {
  it('leads whoever hears it to the same verdict and the same time', () => {
    const moment = fc.integer({ min: 0, max: Date.UTC(2045, 0, 1) });
    fc.assert(
      fc.property(moment, moment, fc.option(moment), fc.option(moment), (wall, later, confirmed, server) => {
        const before = createClockFacts(BUILD, confirmed);
        const facts = server === null ? before : learnServerTime(before, at(wall), server);
        const heard = clockFactsOf(clockStatus(facts, at(wall)), at(wall, 77));
        expect(judgeClock(heard, at(wall, 77))).toEqual(judgeClock(facts, at(wall)));
        expect(judgeClock(heard, at(later, 77 + 500))).toEqual(judgeClock(facts, at(later, 500)));
      }),
    );
  });
});
