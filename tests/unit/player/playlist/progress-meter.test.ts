import { expect, test } from 'vitest';
import { createProgressMeter } from '../../../../src/player/playlist/progress-meter.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const need = (url: string, size: number | null) => ({ url, fileName: url, kind: null, size, sha256: null });

test('files, bytes, rate and time left add up', async () => {
  const clock = createFakeClock();
  const meter = createProgressMeter([need('a', 1_000), need('b', null)], clock);
  expect(meter.read()).toMatchObject({ filesDone: 0, filesTotal: 2, bytesTotal: null, secondsLeft: null });

  meter.bytes('a', 0, 1_000);
  await clock.advance(1_000);
  meter.bytes('a', 500, 1_000);
  meter.bytes('b', 0, 3_000);
  expect(meter.read()).toEqual({
    filesDone: 0,
    filesTotal: 2,
    bytesDone: 500,
    bytesTotal: 4_000,
    bytesPerSecond: 500,
    secondsLeft: 7,
  });
  meter.done('a', 1_000);
  expect(meter.read()).toMatchObject({ filesDone: 1, bytesDone: 1_000 });
});

test('what an earlier run brought is no speed, and a stalled transfer has none', async () => {
  const clock = createFakeClock();
  const meter = createProgressMeter([need('a', 10_000)], clock);
  meter.bytes('a', 9_000, 10_000);
  expect(meter.read()).toMatchObject({ bytesDone: 9_000, bytesPerSecond: 0, secondsLeft: null });
  meter.bytes('a', 9_500, 10_000);
  await clock.advance(6_000);
  expect(meter.read().bytesPerSecond).toBe(0);
});

test('a file that is here or of no list counts no more, and a file counts once', async () => {
  const clock = createFakeClock();
  const meter = createProgressMeter([need('a', 100), need('b', 50)], clock);
  meter.done('of-nobody', 7);
  meter.done('a', 120);
  meter.done('a', 120);
  meter.bytes('a', 1, 2);
  expect(meter.read()).toMatchObject({ filesDone: 1, filesTotal: 2, bytesDone: 120, bytesTotal: 170 });
  meter.bytes('b', 10, null);
  expect(meter.read()).toMatchObject({ bytesDone: 130, bytesTotal: 170 });
  await clock.advance(10_000);
  meter.bytes('b', 60, null);
  // The rate is that of the last five seconds, and nobody waits for less than nothing.
  expect(meter.read()).toMatchObject({ bytesPerSecond: 10, secondsLeft: 0 });
  await clock.advance(5_000);
  expect(meter.read().bytesPerSecond).toBe(10);
  await clock.advance(1);
  expect(meter.read()).toMatchObject({ bytesPerSecond: 0, secondsLeft: null });
});

test('what came at once is spread over half a second', () => {
  const meter = createProgressMeter([need('a', 2_000)], createFakeClock());
  meter.bytes('a', 0, 2_000);
  meter.bytes('a', 1_000, 2_000);
  expect(meter.read()).toMatchObject({ bytesPerSecond: 2_000, secondsLeft: 1 });
});

test('a download that begins anew goes back', () => {
  const meter = createProgressMeter([need('a', 100)], createFakeClock());
  meter.bytes('a', 80, 100);
  meter.bytes('a', 0, 100);
  expect(meter.read().bytesDone).toBe(0);
  meter.bytes('unknown', 50, 50);
  expect(meter.read()).toMatchObject({ bytesDone: 0, filesTotal: 1 });
});
