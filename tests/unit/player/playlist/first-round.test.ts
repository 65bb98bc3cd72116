import { expect, test } from 'vitest';
import { beginRound, isLost, markFailed, markShown } from '../../../../src/player/playlist/first-round.ts';

test('more than half failing loses the playlist, half does not', () => {
  const half = markFailed(markFailed(beginRound('p', 4), 'a'), 'b');
  expect(isLost(half)).toBe(false);
  expect(isLost(markFailed(half, 'c'))).toBe(true);
});

test('the same item failing twice counts once', () => {
  expect(isLost(markFailed(markFailed(beginRound('p', 3), 'a'), 'a'))).toBe(false);
});

test('the round is over when every item was met, or one comes again', () => {
  const met = markFailed(markShown(beginRound('p', 2), 'a'), 'b');
  const again = markShown(markShown(beginRound('p', 5), 'a'), 'a');
  expect([met.over, again.over]).toEqual([true, true]);
  expect(isLost(markFailed(markFailed(met, 'a'), 'c'))).toBe(false);
});

test('a round that was met whole stays over, one of which most failed does not end by it', () => {
  const met = markShown(markShown(beginRound('p', 2), 'a'), 'b');
  expect(markFailed(met, 'a').over).toBe(true);
  const lost = ['a', 'b', 'c'].reduce(markFailed, beginRound('p', 4));
  const all = markShown(lost, 'd');
  expect([all.over, isLost(all)]).toEqual([false, true]);
  expect([beginRound('p', 2).over, markShown(beginRound('p', 2), 'a').over]).toEqual([false, false]);
});

test('a playlist of one item that fails is lost', () => {
  expect(isLost(markFailed(beginRound('p', 1), 'a'))).toBe(true);
});

test('a playlist of nothing that counts is never lost', () => {
  expect(isLost(beginRound('p', 0))).toBe(false);
});
