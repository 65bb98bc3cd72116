import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isAlertOver,
  LONGEST_ALERT_MS,
  LONGEST_WITHOUT_END_MS,
  type AlertTime,
} from '../../../../src/player/screen/alert-end.ts';
import type { Alert } from '../../../../src/shared/alert.ts';

const alert = (untilMs: number | null): Alert => ({ text: 'Fire', level: 'emergency', untilMs });
const at = (nowMs: number, verdict: AlertTime['verdict'] = 'right'): AlertTime => ({ nowMs, verdict });

test('an alert ends when it says, by a clock that is believed', () => {
  expect(isAlertOver(alert(1_000), 0, at(999))).toBe(false);
  expect(isAlertOver(alert(1_000), 0, at(1_000))).toBe(true);
  expect(isAlertOver(alert(1_000), 0, at(1_000, 'corrected'))).toBe(true);
  expect(isAlertOver(alert(1_000), 0, at(1_000, 'wrong'))).toBe(false);
});

test('whatever it says and whatever clock, it stands no longer than a day, and without an end that can be judged than an hour', () => {
  const verdicts = fc.constantFrom<AlertTime['verdict']>('right', 'corrected', 'wrong');
  fc.assert(
    fc.property(fc.option(fc.integer()), fc.integer({ min: 0 }), verdicts, (untilMs, nowMs, verdict) => {
      const hasEnd = untilMs !== null && verdict !== 'wrong';
      const longest = hasEnd ? LONGEST_ALERT_MS : LONGEST_WITHOUT_END_MS;
      expect(isAlertOver(alert(untilMs), longest, at(nowMs, verdict))).toBe(true);
      if (!hasEnd) expect(isAlertOver(alert(untilMs), longest - 1, at(nowMs, verdict))).toBe(false);
    }),
  );
});
