import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDownloadRate } from '../../../../src/player/media/download-rate.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const never = new AbortController().signal;

it('holds several downloads together to the rate within a tenth, whatever their chunks and however late timers are', async () => {
  const chunks = fc.array(fc.integer({ min: 1, max: 65_536 }), { minLength: 40, maxLength: 120 });
  const latenesses = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 10, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(
      chunks,
      fc.integer({ min: 100, max: 2_000 }),
      fc.integer({ min: 1, max: 3 }),
      latenesses,
      async (sizes, limitKbps, lanes, lateMs) => {
        const clock = createFakeClock();
        let timers = 0;
        const late = {
          ...clock,
          after: (delayMs: number, action: () => void) =>
            clock.after(delayMs + (lateMs[timers++ % lateMs.length] ?? 0), action),
        };
        const rate = createDownloadRate(late, () => limitKbps);
        let bytes = 0;
        const lane = async (first: number): Promise<void> => {
          for (let index = first; index < sizes.length; index += lanes) {
            const size = sizes[index] ?? 0;
            bytes += size;
            await rate.spend(size, never);
          }
        };
        const over = { is: false };
        const all = Promise.all(Array.from({ length: lanes }, (_, first) => lane(first))).then(() => {
          over.is = true;
        });
        while (!over.is) await clock.advance(1);
        await all;
        const exactMs = (bytes * 8) / limitKbps;
        if (exactMs < 2_000) return;
        expect(clock.monotonic()).toBeGreaterThan(exactMs * 0.9);
        expect(clock.monotonic()).toBeLessThan(exactMs * 1.1);
      },
    ),
    { numRuns: 20 },
  );
});

it('waits for nothing without a limit, nor when the download is broken off', async () => {
  const clock = createFakeClock();
  await createDownloadRate(clock, () => 0).spend(1_000_000_000, never);
  const stop = new AbortController();
  const spent = createDownloadRate(clock, () => 8).spend(1_000_000, stop.signal);
  stop.abort();
  await spent;
  expect(clock.monotonic()).toBe(0);
});

it('does not save up what was not used', async () => {
  const clock = createFakeClock();
  const rate = createDownloadRate(clock, () => 8);
  await clock.advance(60_000);
  let isSpent = false;
  void rate.spend(10_000, never).then(() => {
    isSpent = true;
  });
  await clock.advance(9_000);
  expect(isSpent).toBe(false);
  await clock.advance(1_000);
  expect(isSpent).toBe(true);
});
