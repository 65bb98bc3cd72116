import { expect, it } from 'vitest';
import { createWakeWatch } from '../../../../src/platform/machine/wake-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const HOUR = 3_600_000;

it('notices a sleep within two seconds, whether or not the monotonic clock stood still in it', async () => {
  const clock = createFakeClock();
  /** What the monotonic clock of some systems counts of a sleep; timers stand still in it on all. */
  let sleptMs = 0;
  let wakes = 0;
  const watch = createWakeWatch(
    { ...clock, monotonic: () => clock.monotonic() + sleptMs },
    () => (wakes += 1),
  );
  watch.start();
  await clock.advance(10 * HOUR);
  expect(wakes).toBe(0);
  clock.setNow(clock.now() + 8 * HOUR);
  await clock.advance(2_000);
  expect(wakes, 'the wall clock alone went on').toBe(1);
  clock.setNow(clock.now() + 8 * HOUR);
  sleptMs += 8 * HOUR;
  await clock.advance(2_000);
  expect(wakes, 'both went on').toBe(2);
  await clock.advance(10 * HOUR);
  expect(wakes).toBe(2);
  watch.stop();
});
