import { describe, expect, it } from 'vitest';
import {
  escalate,
  recoveryStateSchema,
  reloadDelay,
  initialRecoveryState,
  type RecoveryState,
  type RecoveryStep,
} from '../../../../src/player/screen/recovery-state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 15, 12);

/** Troubles at these moments, ms after the start. */
function troubles(moments: readonly number[], from: RecoveryState = initialRecoveryState) {
  let state = from;
  const steps: RecoveryStep[] = [];
  for (const moment of moments) {
    const next = escalate(state, { kind: 'trouble', at: START + moment });
    state = next.state;
    steps.push(next.step);
  }
  return { state, steps };
}

const everyMinute = (count: number, fromMinute = 0): number[] =>
  Array.from({ length: count }, (_, index) => (fromMinute + index) * MINUTE);

const inSafeMode = (): RecoveryState => troubles(everyMinute(15)).state;

describe('the recovery state', () => {
  it('reloads four times, then starts anew, twice, then shows images only', () => {
    const four: RecoveryStep[] = ['reload', 'reload', 'reload', 'reload'];
    const { state, steps } = troubles(everyMinute(15));
    expect(steps).toEqual([...four, 'relaunch', ...four, 'relaunch', ...four, 'enter-safe-mode']);
    expect(state).toMatchObject({ recoveries: 15, totalRelaunches: 2, safeSince: START + 14 * MINUTE });
  });

  it('starts anew at once when reloads do not help, and once a day at most', () => {
    const stuck = (from: RecoveryState, moment: number) =>
      escalate(from, { kind: 'stuck', at: START + moment });
    const first = stuck(troubles([0]).state, 10 * MINUTE);
    expect(first.step).toBe('relaunch');
    expect(first.state).toMatchObject({ recoveries: 2, totalRelaunches: 1, troubles: [] });
    let { state } = first;
    for (let minute = 20; minute < 24 * 60; minute += 10) {
      const next = stuck(state, minute * MINUTE);
      expect(next.step).toBe('reload');
      state = next.state;
    }
    expect(stuck(state, 24 * HOUR + 10 * MINUTE).step).toBe('relaunch');
    expect(stuck(inSafeMode(), 15 * MINUTE).step).toBe('reload');
  });

  it('reads what an older version kept', () => {
    const { stuckAt, ...older } = initialRecoveryState;
    expect(stuckAt).toBeNull();
    expect(recoveryStateSchema.parse({ ...older, graphicsLosses: [1] })).toEqual(initialRecoveryState);
  });

  it('never starts anew for troubles that lie apart', () => {
    const { steps } = troubles(Array.from({ length: 200 }, (_, index) => index * 2.5 * MINUTE));
    expect(new Set(steps)).toEqual(new Set(['reload']));
  });

  it('starts anew again, without safe mode, when an hour lies between', () => {
    const { steps, state } = troubles([
      ...everyMinute(5),
      ...everyMinute(5, 70),
      ...everyMinute(5, 140),
      ...everyMinute(5, 210),
    ]);
    expect(steps.filter((step) => step === 'relaunch')).toHaveLength(4);
    expect(state.safeSince).toBeNull();
  });

  it('only reloads in safe mode, however much goes wrong', () => {
    const { steps, state } = troubles(everyMinute(500, 15), inSafeMode());
    expect(new Set(steps)).toEqual(new Set(['reload']));
    expect(state.safeSince).toBe(START + 514 * MINUTE);
  });

  it('leaves safe mode after an hour without trouble, and not before', () => {
    const safe = inSafeMode();
    const since = safe.safeSince ?? 0;
    expect(escalate(safe, { kind: 'healthy', at: since + HOUR - 1 }).step).toBe('none');
    const { state, step } = escalate(safe, { kind: 'healthy', at: since + HOUR });
    expect(step).toBe('leave-safe-mode');
    expect(state).toEqual({ ...initialRecoveryState, recoveries: 15, totalRelaunches: 2 });
  });

  it('leaves safe mode when a person asks, and says so only then', () => {
    expect(escalate(inSafeMode(), { kind: 'asked' }).step).toBe('leave-safe-mode');
    expect(escalate(initialRecoveryState, { kind: 'asked' }).step).toBe('none');
  });

  it('is only more lenient when the clock jumps, either way', () => {
    const before = troubles(everyMinute(4)).state;
    for (const at of [0, START + 10 * 365 * 24 * HOUR]) {
      expect(escalate(before, { kind: 'trouble', at }).step).toBe('reload');
      expect(escalate(inSafeMode(), { kind: 'healthy', at }).step).toBe('leave-safe-mode');
    }
  });

  it('stays small and survives being kept', () => {
    const { state } = troubles(everyMinute(1_000));
    expect(recoveryStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('waits longer before each reload, a quarter of a minute at most, and no longer once the troubles lie apart', () => {
    const delays = [1, 2, 3, 4].map((count) => reloadDelay(troubles(everyMinute(count)).state));
    expect(delays).toEqual([0, 500, 2_000, 5_000]);
    const { state } = troubles(everyMinute(50, 15), inSafeMode());
    expect(reloadDelay(state)).toBe(15_000);
    expect(reloadDelay(troubles([100 * MINUTE], state).state)).toBe(0);
  });

  it('starts anew where only a process without the graphics driver helps, and takes nothing else for worse', () => {
    const { state, step } = escalate(initialRecoveryState, { kind: 'graphics-failing' });
    expect(step).toBe('relaunch');
    expect(state).toEqual({ ...initialRecoveryState, totalRelaunches: 1 });
  });

  it('counts a restart that it did not decide, and climbs by it no further', () => {
    const { state, step } = escalate(initialRecoveryState, { kind: 'restarted' });
    expect(step).toBe('none');
    expect(state).toEqual({ ...initialRecoveryState, totalRelaunches: 1 });
  });
});
