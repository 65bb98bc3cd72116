import { expect, test } from 'vitest';
import { createLeftOut, waitAfterFailures } from '../../../../src/player/playlist/left-out.ts';
import type { Failure } from '../../../../src/shared/result.ts';
import type { MediaCode } from '../../../../src/shared/failure-codes.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const MINUTE_MS = 60_000;
const failure: Failure<MediaCode> = { code: 'undecodable', message: 'It is none.' };
const other: Failure<MediaCode> = { code: 'not-found', message: 'It is gone.' };

test('waits half a minute, then twice as long each time, ten minutes at most', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 10_000].map((tries) => waitAfterFailures(tries, () => 0.5) / MINUTE_MS);
  expect(waits).toEqual([0.5, 1, 2, 4, 8, 10, 10, 10]);
  expect(waitAfterFailures(1, () => 0)).toBeLessThan(waitAfterFailures(1, () => 0.99));
});

test('has each address due by itself', async () => {
  const clock = createFakeClock();
  const leftOut = createLeftOut(clock, () => 0.5);
  expect([leftOut.nextMs(), leftOut.isWaiting('a')]).toEqual([null, false]);
  leftOut.note('a', failure);
  await clock.advance(10_000);
  leftOut.note('b', failure);
  expect(leftOut.nextMs()).toBe(20_000);
  await clock.advance(19_999);
  expect(leftOut.isWaiting('a')).toBe(true);
  await clock.advance(1);
  expect([leftOut.isWaiting('a'), leftOut.isWaiting('b')]).toEqual([false, true]);
  await clock.advance(5_000);
  expect(leftOut.nextMs()).toBe(0);
  leftOut.note('a', other);
  expect(leftOut.nextMs()).toBe(5_000);
  expect(leftOut.failures()).toEqual(
    new Map([
      ['a', other],
      ['b', failure],
    ]),
  );
});

test('keeps the wait of a file whose address is another, and that of nobody who is not wanted', async () => {
  const clock = createFakeClock();
  const leftOut = createLeftOut(clock, () => 0.5);
  leftOut.note('a', failure);
  leftOut.note('b', other);
  leftOut.rename('a', 'a2');
  leftOut.rename('of-nobody', 'c');
  leftOut.rename('b', 'a2');
  expect([...leftOut.failures().keys()].sort()).toEqual(['a2', 'b']);
  expect([leftOut.isWaiting('a'), leftOut.isWaiting('a2')]).toEqual([false, true]);
  expect(leftOut.failures().get('a2')).toEqual(failure);
  leftOut.keepOnly(new Set(['a2']));
  expect([...leftOut.failures().keys()]).toEqual(['a2']);
  leftOut.endWaits();
  expect([leftOut.isWaiting('a2'), leftOut.nextMs()]).toEqual([false, 0]);
  leftOut.forget('a2');
  expect(leftOut.failures().size).toBe(0);
  leftOut.note('x', failure);
  leftOut.clear();
  expect(leftOut.nextMs()).toBeNull();
  await clock.advance(0);
});
