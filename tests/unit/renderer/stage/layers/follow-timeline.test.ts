import { describe, expect, it } from 'vitest';
import { aheadBy } from '../../../../../renderer/stage/layers/follow-timeline.ts';

describe('a frame of a video in a group', () => {
  it.each([
    ['in its place', 12_000, 2, 10_000, 0],
    ['ahead', 12_000, 2.1, 10_000, 100],
    ['behind', 12_000, 1.8, 10_000, -200],
  ])('is %s', (_words, displayMs, mediaSeconds, startMs, aheadMs) => {
    expect(aheadBy({ displayMs, mediaSeconds }, startMs, 5_000)).toBeCloseTo(aheadMs);
  });

  it('counts from the beginning of its run where a short video fills a long slot', () => {
    expect(aheadBy({ displayMs: 10_000 + 5_000 + 40, mediaSeconds: 0 }, 10_000, 5_000)).toBeCloseTo(-40);
    expect(aheadBy({ displayMs: 10_000 + 10_000 - 20, mediaSeconds: 0 }, 10_000, 5_000)).toBeCloseTo(20);
    expect(aheadBy({ displayMs: 10_000 + 12_500, mediaSeconds: 2.45 }, 10_000, 5_000)).toBeCloseTo(-50);
  });
});
