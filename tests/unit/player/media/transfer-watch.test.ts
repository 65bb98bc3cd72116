import { expect, test } from 'vitest';
import { watchTransfer } from '../../../../src/player/media/transfer-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

/** Bytes come, and the next ones are waited for at once. */
function hear(watch: ReturnType<typeof watchTransfer>, bytes: number): void {
  watch.came(bytes);
  watch.listen();
}

const pace = { stallMs: 1_000, paceBytes: 6_000, paceMs: 6_000 };

test('silence aborts; every byte puts it off', async () => {
  const clock = createFakeClock();
  const watch = watchTransfer(clock, pace, new AbortController().signal);

  await clock.advance(900);
  hear(watch, 10_000);
  await clock.advance(900);
  expect([watch.signal.aborted, watch.tooSlow()]).toEqual([false, null]);
  await clock.advance(100);
  expect([watch.signal.aborted, watch.tooSlow()]).toEqual([true, 'stalled']);
});

/** Lets `bytes` come every 500 ms, for `ms`. */
async function trickle(bytes: number, ms: number): Promise<ReturnType<typeof watchTransfer>> {
  const clock = createFakeClock();
  const watch = watchTransfer(clock, pace, new AbortController().signal);
  for (let passed = 0; passed < ms && !watch.signal.aborted; passed += 500) {
    hear(watch, bytes);
    await clock.advance(500);
  }
  watch.stop();
  return watch;
}

test('a byte now and then is no transfer: what is slower than its pace over the stretch is aborted', async () => {
  expect((await trickle(1, 60_000)).tooSlow()).toBe('trickles');
  expect((await trickle(490, 60_000)).tooSlow()).toBe('trickles');
});

test('what keeps its pace goes on for as long as it takes', async () => {
  expect((await trickle(510, 3_600_000)).tooSlow()).toBe(null);
});

test('one that was fast and then trickles is aborted within two stretches', async () => {
  const clock = createFakeClock();
  const watch = watchTransfer(clock, pace, new AbortController().signal);
  hear(watch, 10_000_000);
  for (let passed = 0; passed < 12_000; passed += 500) {
    hear(watch, 1);
    await clock.advance(500);
  }
  expect(watch.tooSlow()).toBe('trickles');
});

test('who stops the whole is not slowness, and nothing waits afterwards', () => {
  const clock = createFakeClock();
  const outer = new AbortController();
  const watch = watchTransfer(clock, pace, outer.signal);
  outer.abort();
  expect([watch.signal.aborted, watch.tooSlow()]).toEqual([true, null]);
  watch.stop();
  expect(clock.pendingTimers()).toBe(0);
});

test('what the disk takes is neither silence nor slowness', async () => {
  const clock = createFakeClock();
  const watch = watchTransfer(clock, pace, new AbortController().signal);
  for (let blocks = 0; blocks < 3; blocks += 1) {
    await clock.advance(100);
    watch.came(500);
    await clock.advance(60_000);
    watch.listen();
  }
  expect(watch.tooSlow()).toBe(null);
  await clock.advance(1_000);
  expect(watch.tooSlow()).toBe('stalled');
});
