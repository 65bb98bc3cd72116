import { describe, expect, it } from 'vitest';
import { createFrameFollow, rateFor } from '../../../src/playback/frame-follow.ts';

interface Run {
  readonly aheadMs: number;
  readonly isHeard?: boolean;
  readonly framesPerSecond?: number;
}

/** A simulated video on a 60 Hz panel that starts so far ahead of its plan; gives its offset and rate by the second. */
function run({ aheadMs, isHeard = false, framesPerSecond = 30 }: Run, seconds: number) {
  const follow = createFrameFollow();
  const frameMs = 1000 / framesPerSecond;
  let rate = 1;
  let positionMs = aheadMs;
  let nextLookMs = 0;
  const seen: { readonly aheadMs: number; readonly rate: number }[] = [];
  for (let frame = 0, atMs = 0; atMs < seconds * 1000; frame += 1) {
    const passedMs = 1000 / 60;
    atMs += passedMs;
    positionMs += passedMs * rate;
    const isShown = frame % Math.round(60 / framesPerSecond) === 0;
    if (isShown && atMs >= nextLookMs) {
      // A frame comes to the panel up to a refresh after its time.
      const jitterMs = ((frame * 7) % 5) * 3 - 6;
      rate = follow.frame({ aheadMs: positionMs - atMs + jitterMs, frameMs, isHeard }) ?? rate;
      if (!follow.wantsMore()) nextLookMs = atMs + 1_000;
    }
    if (frame % 60 === 0) seen.push({ aheadMs: positionMs - atMs, rate });
  }
  return seen;
}

describe('a video of a group', () => {
  it.each([-450, -120, -40, 40, 120, 450])('that is %s ms ahead is in step soon, and stays', (aheadMs) => {
    const seen = run({ aheadMs }, 60);
    const needed = seen.findIndex(({ aheadMs: off }) => Math.abs(off) < 17);
    expect(needed).toBeLessThanOrEqual(Math.abs(aheadMs) / 30 + 4);
    expect(seen.slice(needed).every(({ aheadMs: off }) => Math.abs(off) < 17)).toBe(true);
    expect(Math.max(...seen.map(({ rate }) => Math.abs(rate - 1)))).toBeLessThanOrEqual(0.03 + 1e-9);
    expect(seen.at(-1)?.rate).toBe(1);
  });

  it('that is heard changes its rate by a hundredth at most', () => {
    const seen = run({ aheadMs: -200, isHeard: true }, 60);
    expect(Math.max(...seen.map(({ rate }) => Math.abs(rate - 1)))).toBeLessThanOrEqual(0.01 + 1e-9);
    expect(Math.abs(seen.at(-1)?.aheadMs ?? Infinity)).toBeLessThan(17);
  });

  it('that is in step to a third of a frame, or too far off to be caught up with, is left alone', () => {
    expect(run({ aheadMs: 8 }, 20).every(({ rate }) => rate === 1)).toBe(true);
    expect(run({ aheadMs: -700 }, 20).every(({ rate }) => rate === 1)).toBe(true);
  });

  it('goes on being brought back until it is in step, once it was off', () => {
    const frame = { frameMs: 33, isHeard: false };
    expect(rateFor({ ...frame, aheadMs: 10 }, false)).toBe(1);
    expect(rateFor({ ...frame, aheadMs: 12 }, false)).toBeLessThan(1);
    expect(rateFor({ ...frame, aheadMs: 10 }, true)).toBeLessThan(1);
    expect(rateFor({ ...frame, aheadMs: -2 }, true)).toBe(1);
  });
});
