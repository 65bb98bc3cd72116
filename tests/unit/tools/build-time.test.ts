import { expect, it } from 'vitest';
import { buildTimeMs } from '../../../tools/build-time.ts';

it('is the time of the commit where that is told, else now', () => {
  expect(buildTimeMs({ SOURCE_DATE_EPOCH: '1700000000' })).toBe(1_700_000_000_000);
  const before = Date.now();
  for (const nonsense of [undefined, '', '-1', 'yesterday'])
    expect(buildTimeMs({ SOURCE_DATE_EPOCH: nonsense })).toBeGreaterThanOrEqual(before);
});
