import { expect, it } from 'vitest';
import { createJumpLook } from '../../../src/shared/clock-jump.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';

it('tells each jump of the clock once, in either direction, and no time that only passed', async () => {
  const clock = createFakeClock();
  const hasJumped = createJumpLook(clock, 1_500);
  await clock.advance(3_600_000);
  expect(hasJumped()).toBe(false);
  for (const ms of [2_000, -2_000]) {
    clock.setNow(clock.now() + ms);
    expect([hasJumped(), hasJumped()]).toEqual([true, false]);
  }
  clock.setNow(clock.now() + 1_000);
  expect(hasJumped()).toBe(false);
});
