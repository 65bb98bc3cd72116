import { expect, test } from 'vitest';
import { createRecovery, nextStep } from '../../../../src/shells/electron/recovery.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

test('waits longer with each recent failure, then asks for a new process', () => {
  const steps = [1, 2, 3, 4, 5, 6].map((count) => nextStep(Array<number>(count).fill(1_000), 1_000));
  expect(steps.map((step) => (step.kind === 'reload' ? step.afterMs : step.kind))).toEqual([
    0,
    500,
    2_000,
    5_000,
    15_000,
    'relaunch',
  ]);
});

test('forgets failures that are five minutes old', () => {
  expect(nextStep([0, 0, 0, 0, 0, 300_000], 300_000)).toEqual({ kind: 'reload', afterMs: 0 });
});

function setUp() {
  const clock = createFakeClock();
  const events: string[] = [];
  const told: string[] = [];
  const recovery = createRecovery({
    clock,
    log: createSilentLog(),
    reload: () => events.push(`reload at ${clock.monotonic()}`),
    relaunch: () => events.push('relaunch'),
    onFailure: (reason) => told.push(reason),
  });
  return { clock, events, recovery, told };
}

test('one crash that is told twice is one reload', async () => {
  const { clock, events, recovery, told } = setUp();
  recovery.pageFailed('crashed');
  recovery.pageFailed('load failed');
  await clock.advance(1_000);
  expect(events).toEqual(['reload at 0']);
  expect(told).toEqual(['crashed']);
});

test('a page that never comes back ends in one relaunch within half a minute', async () => {
  const { clock, events, recovery } = setUp();
  for (let moment = 0; moment < 30; moment += 1) {
    recovery.pageFailed('crashed');
    await clock.advance(1_000);
  }
  expect(events.filter((event) => event.startsWith('reload'))).toHaveLength(5);
  expect(events.at(-1)).toBe('relaunch');
  expect(events.filter((event) => event === 'relaunch')).toHaveLength(1);
});

test('the third loss of the graphics process in five minutes is a relaunch', async () => {
  const { clock, events, recovery } = setUp();
  recovery.gpuFailed('crashed');
  await clock.advance(300_000);
  recovery.gpuFailed('crashed');
  recovery.gpuFailed('crashed');
  expect(events).toEqual([]);
  recovery.gpuFailed('crashed');
  expect(events).toEqual(['relaunch']);
});

test('does nothing once stopped', async () => {
  const { clock, events, recovery } = setUp();
  recovery.pageFailed('crashed');
  recovery.stop();
  recovery.pageFailed('crashed');
  await clock.advance(60_000);
  expect(events).toEqual([]);
  expect(clock.pendingTimers()).toBe(0);
});
