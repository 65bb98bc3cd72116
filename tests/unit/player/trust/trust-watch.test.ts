import { expect, it, onTestFinished } from 'vitest';
import { createTrustWatch } from '../../../../src/player/trust/trust-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const HOUR_MS = 3_600_000;

function watched(daysLeft: number, answers: (count: number) => boolean) {
  const clock = createFakeClock();
  const reads: number[] = [];
  let checks = 0;
  const watch = createTrustWatch({
    clock,
    random: () => 0.5,
    rereadMs: 6 * HOUR_MS,
    daysLeft: () => daysLeft,
    reread: () => {
      reads.push(clock.monotonic());
      return Promise.resolve(answers(reads.length));
    },
    checkExpiry: () => {
      checks += 1;
    },
  });
  onTestFinished(() => {
    watch.stop();
  });
  return { clock, reads, watch, checks: () => checks };
}

it('reads soon after the start, then every six hours', async () => {
  const { clock, reads, watch, checks } = watched(100, () => true);
  watch.start();
  expect(checks()).toBe(1);
  await clock.advance(13 * HOUR_MS);
  expect(reads).toEqual([5_000, 5_000 + 6 * HOUR_MS, 5_000 + 12 * HOUR_MS]);
  expect(checks()).toBe(14);
});

it('reads hourly near the end', async () => {
  const { clock, reads, watch } = watched(10, () => true);
  watch.start();
  await clock.advance(5 * HOUR_MS);
  expect(reads).toHaveLength(5);
});

it('tries again at least every five minutes while the read fails', async () => {
  const { clock, reads, watch } = watched(100, (count) => count > 20);
  watch.start();
  await clock.advance(6 * HOUR_MS);
  const waits = reads.slice(1, 21).map((at, index) => at - (reads[index] ?? 0));
  expect(waits.length).toBe(20);
  expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(5_000);
  expect(reads).toHaveLength(21);
});

it('leaves no timer behind when it is stopped, also during a read', async () => {
  const { clock, watch, reads } = watched(100, () => true);
  watch.start();
  watch.stop();
  expect(clock.pendingTimers()).toBe(0);
  watch.start();
  const reading = clock.advance(5_000);
  watch.stop();
  await reading;
  await clock.advance(24 * HOUR_MS);
  expect(reads.length).toBeLessThanOrEqual(1);
  expect(clock.pendingTimers()).toBe(0);
});
