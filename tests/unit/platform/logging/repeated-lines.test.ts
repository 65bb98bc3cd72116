import { expect, it } from 'vitest';
import { createRepeatedLines } from '../../../../src/platform/logging/repeated-lines.ts';

it('says one of two sentences that take turns several times a second, and again once an hour', () => {
  let now = 0;
  const lines = createRepeatedLines(() => now);
  let said: (number | null)[] = [];
  const stateOf = (ms: number): void => {
    for (const until = now + ms; now < until; now += 250) {
      for (const line of ['the disk is full', 'a showing is not recorded']) said.push(lines.take(line));
    }
  };

  stateOf(3_600_000);
  expect(said.filter((taken) => taken !== null)).toEqual([0, 0]);
  said = [];
  stateOf(1_000);
  expect(said.filter((taken) => taken !== null)).toEqual([14_399, 14_399]);
});

it('takes for news what changed, and what comes again after a minute without it', () => {
  let now = 0;
  const lines = createRepeatedLines(() => now);
  expect(lines.take('full')).toBe(0);
  expect(lines.take('full, 5 bytes')).toBe(0);
  expect(lines.take('full')).toBeNull();
  now = 60_000;
  expect(lines.take('full')).toBe(1);
});

it('remembers a bounded number of sentences', () => {
  const lines = createRepeatedLines(() => 0);
  for (let index = 0; index < 10_000; index += 1) lines.take(`line ${index}`);
  expect(lines.take('line 9900')).toBeNull();
  expect(lines.take('line 0')).toBe(0);
});
