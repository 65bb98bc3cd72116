import { expect, it } from 'vitest';
import { planRestart, type PlayerEnd } from '../../../src/cli/restart-plan.ts';

const killed: PlayerEnd = {
  exitCode: null,
  signal: 'SIGKILL',
  isMeant: false,
  lostDisplay: false,
  ranMs: 1_000,
};

it('waits longer with each end soon after a start, half a minute at most, and forgives after two minutes', () => {
  let failures = 0;
  const waits: number[] = [];
  for (let count = 0; count < 8; count++) {
    const plan = planRestart(killed, failures);
    if (plan.kind === 'end') throw new Error('It ended.');
    failures = plan.failures;
    waits.push(plan.afterMs);
  }
  expect(waits).toEqual([0, 500, 2_000, 5_000, 15_000, 30_000, 30_000, 30_000]);
  expect(planRestart({ ...killed, ranMs: 120_000 }, failures)).toMatchObject({ afterMs: 0, failures: 1 });
});

it('ends with a player that meant to, and with nothing else', () => {
  expect(planRestart({ ...killed, exitCode: 2, signal: null, isMeant: true }, 0)).toEqual({
    kind: 'end',
    exitCode: 2,
  });
  for (const exitCode of [0, 1, 75, 134]) {
    expect(planRestart({ ...killed, exitCode, signal: null }, 0).kind).toBe('restart');
  }
});

it('counts no display that went away, and tells the next player why it starts', () => {
  expect(planRestart({ ...killed, exitCode: 0, signal: null, lostDisplay: true }, 3)).toEqual({
    kind: 'restart',
    afterMs: 0,
    failures: 3,
    reason: 'display',
  });
  expect(planRestart(killed, 0)).toMatchObject({ reason: 'signal SIGKILL' });
  expect(planRestart({ ...killed, exitCode: 1, signal: null }, 0)).toMatchObject({ reason: 'exit code 1' });
  expect(planRestart({ ...killed, exitCode: 75, signal: null }, 0)).toMatchObject({ reason: null });
});
