import { expect, test } from 'vitest';
import { fitStick } from '../../../../src/player/stick/fit-stick.ts';

const RESERVE = 256 * 1_048_576;
const use = { neededBytes: 100, previousBytes: 50, otherBytes: 40, unfinishedBytes: 10 };

test('a list fits beside what is needed, whatever lies there for nobody', () => {
  expect(fitStick(900, { limitBytes: 1_000, freeBytes: null }, use)).toMatchObject({ ok: true });
  expect(fitStick(901, { limitBytes: 1_000, freeBytes: null }, use)).toMatchObject({
    error: { code: 'stick-too-large', params: { missingBytes: 1 } },
  });
});

test('the disk keeps its reserve, once what nobody needs is gone', () => {
  const limitBytes = 1e12;
  expect(fitStick(500, { limitBytes, freeBytes: RESERVE + 400 }, use)).toMatchObject({ ok: true });
  expect(fitStick(502, { limitBytes, freeBytes: RESERVE + 400 }, use)).toMatchObject({
    error: { params: { missingBytes: 2 } },
  });
});

test('a list of which everything is here fits, however full it is', () => {
  expect(fitStick(0, { limitBytes: 10, freeBytes: 0 }, use)).toMatchObject({ ok: true });
});
