import { expect, test } from 'vitest';
import { stickFindings } from '../../../../src/player/doctor/check-stick.ts';

const at = '2026-05-04T10:20:30.000Z';

test.each([
  ['plays', 'good', 'shell-stick-good', 'was taken over'],
  ['server', 'good', 'shell-stick-server', 'was not needed'],
  ['refused', 'warning', 'shell-stick-refused', 'It is older.'],
] as const)('a stick that ended with %s is said in a line', (outcome, verdict, code, words) => {
  const [line, ...others] = stickFindings({
    at,
    outcome,
    reason: outcome === 'refused' ? 'It is older.' : null,
  });
  expect(others).toEqual([]);
  expect(line).toMatchObject({ check: 'shell', verdict, code, params: { moment: '2026-05-04 10:20 UTC' } });
  expect(line?.message).toContain(words);
});

test('without a stick, or while one is read, nothing is said', () => {
  for (const none of [null, undefined, { at, outcome: 'reading', reason: null } as const])
    expect(stickFindings(none)).toEqual([]);
});
