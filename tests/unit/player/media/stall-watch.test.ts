import { expect, test } from 'vitest';
import { watchForStall } from '../../../../src/player/media/stall-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

test('silence aborts; every sign of life puts it off', async () => {
  const clock = createFakeClock();
  const watch = watchForStall(clock, 1_000, new AbortController().signal);

  await clock.advance(900);
  watch.beat();
  await clock.advance(900);
  expect([watch.signal.aborted, watch.stalled()]).toEqual([false, false]);
  await clock.advance(100);
  expect([watch.signal.aborted, watch.stalled()]).toEqual([true, true]);
});

test('who stops the whole is not a stall, and nothing waits afterwards', () => {
  const clock = createFakeClock();
  const outer = new AbortController();
  const watch = watchForStall(clock, 1_000, outer.signal);
  outer.abort();
  expect([watch.signal.aborted, watch.stalled()]).toEqual([true, false]);
  watch.stop();
  expect(clock.pendingTimers()).toBe(0);
});
