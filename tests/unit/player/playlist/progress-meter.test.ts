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

test('a download that begins anew goes back', () => {
  const meter = createProgressMeter([need('a', 100)], createFakeClock());
  meter.bytes('a', 80, 100);
  meter.bytes('a', 0, 100);
  expect(meter.read().bytesDone).toBe(0);
  meter.bytes('unknown', 50, 50);
  expect(meter.read()).toMatchObject({ bytesDone: 0, filesTotal: 1 });
});
