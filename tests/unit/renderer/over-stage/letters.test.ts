import { expect, test } from 'vitest';
import { ALERT_SIZES, CAPITAL_SHARE, LETTER_SIZE } from '../../../../renderer/over-stage/letters.ts';

test('what stands over content is read from five metres on the smallest usual panel, in either orientation', () => {
  const [distanceMm, shorterSideMm] = [5_000, 535];
  const capitalMm = (LETTER_SIZE / 100) * CAPITAL_SHARE * shorterSideMm;
  expect(capitalMm).toBeGreaterThanOrEqual(distanceMm / 200);
  expect(Math.max(...ALERT_SIZES)).toBeGreaterThan(1.5 * LETTER_SIZE);
});
