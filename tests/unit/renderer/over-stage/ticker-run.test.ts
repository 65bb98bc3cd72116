import { expect, test } from 'vitest';
import { tickerRun } from '../../../../renderer/over-stage/ticker-run.ts';

test('a line that fits stands still', () => {
  expect(tickerRun({ strip: 1_920, line: 1_920, shorterSide: 1_080 }, false)).toBeNull();
  expect(tickerRun({ strip: 0, line: 10, shorterSide: 0 }, false)).toBeNull();
});

test.each([480, 720, 1_080, 2_160, 4_320])(
  'one that is longer crosses the whole strip, by whole pixels in each frame of 60, on a panel of %i',
  (shorterSide) => {
    const strip = Math.round((shorterSide * 16) / 9);
    const run = tickerRun({ strip, line: 5_000.4 + strip, shorterSide }, false);
    expect(run).toMatchObject({ fromPx: strip, toPx: -(5_001 + strip) });
    const pixelsAFrame = (run?.steps ?? 0) / (((run?.ms ?? 0) / 1_000) * 60);
    expect(pixelsAFrame).toBeCloseTo(Math.round(pixelsAFrame), 6);
    expect(pixelsAFrame).toBeGreaterThanOrEqual(1);
    const sidesASecond = (pixelsAFrame * 60) / shorterSide;
    expect(sidesASecond).toBeGreaterThan(0.07);
    expect(sidesASecond).toBeLessThan(0.16);
  },
);

test('a line that is read from right to left runs the other way', () => {
  const run = tickerRun({ strip: 100, line: 300, shorterSide: 100 }, true);
  expect(run).toMatchObject({ fromPx: -300, toPx: 100 });
});
