import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRetryAfter } from '../../../../src/player/server/retry-after.ts';

const now = Date.UTC(2026, 0, 15, 12);

it.each([
  ['30', undefined, 30],
  [' 0 ', undefined, 0],
  ['999999999', undefined, 3_600],
  ['Thu, 15 Jan 2026 12:00:20 GMT', undefined, 20],
  ['Thu, 15 Jan 2026 11:00:00 GMT', undefined, 0],
  ['Thu, 15 Jan 1970 00:01:00 GMT', 'Thu, 15 Jan 1970 00:00:00 GMT', 60],
  ['-5', undefined, null],
  ['1.5', undefined, null],
  ['soon', undefined, null],
  ['', undefined, null],
  [undefined, undefined, null],
])('%s asks to wait (by a server clock of %s) %s seconds', (header, serverDate, seconds) => {
  expect(parseRetryAfter(header, serverDate, now)).toBe(seconds);
});

it('is never negative, never more than an hour, never NaN', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (header, serverDate) => {
      const seconds = parseRetryAfter(header, serverDate, now);
      expect(seconds === null || (seconds >= 0 && seconds <= 3_600)).toBe(true);
    }),
  );
});
