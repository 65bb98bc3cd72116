import { describe, expect, it } from 'vitest';
import {
  climb,
  ladderSchema,
  reloadDelay,
  steadyLadder,
  type Ladder,
  type LadderStep,
} from '../../../../src/player/screen/recovery-ladder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 15, 12);

/** Troubles at these moments, ms after the start. */
function troubles(moments: readonly number[], from: Ladder = steadyLadder) {
  let ladder = from;
  const steps: LadderStep[] = [];
  for (const moment of moments) {
    const next = climb(ladder, { kind: 'trouble', at: START + moment });
    ladder = next.ladder;
    steps.push(next.step);
  }
  return { ladder, steps };
}

const everyMinute = (count: number, fromMinute = 0): number[] =>
  Array.from({ length: count }, (_, index) => (fromMinute + index) * MINUTE);

const inSafeMode = (): Ladder => troubles(everyMinute(15)).ladder;

describe('the recovery ladder', () => {
  it('reloads four times, then starts anew, twice, then shows images only', () => {
    const four: LadderStep[] = ['reload', 'reload', 'reload', 'reload'];
    const { ladder, steps } = troubles(everyMinute(15));
    expect(steps).toEqual([...four, 'relaunch', ...four, 'relaunch', ...four, 'enter-safe-mode']);
    expect(ladder).toMatchObject({ recoveries: 15, totalRelaunches: 2, safeSince: START + 14 * MINUTE });
  });

  it('starts anew at once when reloads do not help, and once a day at most', () => {
    const stuck = (from: Ladder, moment: number) => climb(from, { kind: 'stuck', at: START + moment });
    const first = stuck(troubles([0]).ladder, 10 * MINUTE);
    expect(first.step).toBe('relaunch');
    expect(first.ladder).toMatchObject({ recoveries: 2, totalRelaunches: 1, troubles: [] });
    let { ladder } = first;
    for (let minute = 20; minute < 24 * 60; minute += 10) {
      const next = stuck(ladder, minute * MINUTE);
      expect(next.step).toBe('reload');
      ladder = next.ladder;
    }
    expect(stuck(ladder, 24 * HOUR + 10 * MINUTE).step).toBe('relaunch');
    expect(stuck(inSafeMode(), 15 * MINUTE).step).toBe('reload');
  });

  it('reads what an older version kept', () => {
    const { stuckAt, graphicsLosses, ...older } = steadyLadder;
    expect([stuckAt, graphicsLosses]).toEqual([null, []]);
    expect(ladderSchema.parse(older)).toEqual(steadyLadder);
  });

  it('never starts anew for troubles that lie apart', () => {
    const { steps } = troubles(Array.from({ length: 200 }, (_, index) => index * 2.5 * MINUTE));
    expect(new Set(steps)).toEqual(new Set(['reload']));
  });

  it('starts anew again, without safe mode, when an hour lies between', () => {
    const { steps, ladder } = troubles([
      ...everyMinute(5),
      ...everyMinute(5, 70),
      ...everyMinute(5, 140),
      ...everyMinute(5, 210),
    ]);
    expect(steps.filter((step) => step === 'relaunch')).toHaveLength(4);
    expect(ladder.safeSince).toBeNull();
  });

  it('only reloads in safe mode, however much goes wrong', () => {
    const { steps, ladder } = troubles(everyMinute(500, 15), inSafeMode());
    expect(new Set(steps)).toEqual(new Set(['reload']));
    expect(ladder.safeSince).toBe(START + 514 * MINUTE);
  });

  it('leaves safe mode after an hour without trouble, and not before', () => {
    const safe = inSafeMode();
    const since = safe.safeSince ?? 0;
    expect(climb(safe, { kind: 'healthy', at: since + HOUR - 1 }).step).toBe('none');
    const { ladder, step } = climb(safe, { kind: 'healthy', at: since + HOUR });
    expect(step).toBe('leave-safe-mode');
    expect(ladder).toEqual({ ...steadyLadder, recoveries: 15, totalRelaunches: 2 });
  });

  it('leaves safe mode when a person asks, and says so only then', () => {
    expect(climb(inSafeMode(), { kind: 'asked' }).step).toBe('leave-safe-mode');
    expect(climb(steadyLadder, { kind: 'asked' }).step).toBe('none');
  });

  it('is only more lenient when the clock jumps, either way', () => {
    const before = troubles(everyMinute(4)).ladder;
    for (const at of [0, START + 10 * 365 * 24 * HOUR]) {
      expect(climb(before, { kind: 'trouble', at }).step).toBe('reload');
      expect(climb(inSafeMode(), { kind: 'healthy', at }).step).toBe('leave-safe-mode');
    }
  });

  it('stays small and survives being kept', () => {
    const { ladder } = troubles(everyMinute(1_000));
    expect(ladderSchema.parse(JSON.parse(JSON.stringify(ladder)))).toEqual(ladder);
  });

  it('waits longer before each reload, a quarter of a minute at most, and no longer once the troubles lie apart', () => {
    const delays = [1, 2, 3, 4].map((count) => reloadDelay(troubles(everyMinute(count)).ladder));
    expect(delays).toEqual([0, 500, 2_000, 5_000]);
    const { ladder } = troubles(everyMinute(50, 15), inSafeMode());
    expect(reloadDelay(ladder)).toBe(15_000);
    expect(reloadDelay(troubles([100 * MINUTE], ladder).ladder)).toBe(0);
  });

  it('starts anew at the third loss of the graphics process in five minutes, and shows images only after two of those', () => {
    let ladder = steadyLadder;
    const steps: LadderStep[] = [];
    for (let loss = 0; loss < 12; loss++) {
      const next = climb(ladder, { kind: 'graphics-lost', at: START + loss * MINUTE });
      ladder = next.ladder;
      steps.push(next.step);
    }
    const twice: LadderStep[] = ['none', 'none'];
    expect(steps).toEqual([
      ...twice,
      'relaunch',
      ...twice,
      'relaunch',
      ...twice,
      'enter-safe-mode',
      'none',
      'none',
      'none',
    ]);
    expect(ladder).toMatchObject({ recoveries: 0, totalRelaunches: 2 });
    expect(ladderSchema.parse(JSON.parse(JSON.stringify(ladder)))).toEqual(ladder);
  });

  it('counts a restart that it did not decide, and climbs by it no further', () => {
    const { ladder, step } = climb(steadyLadder, { kind: 'restarted' });
    expect(step).toBe('none');
    expect(ladder).toEqual({ ...steadyLadder, totalRelaunches: 1 });
  });
});
