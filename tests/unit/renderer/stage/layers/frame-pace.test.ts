import { describe, expect, it } from 'vitest';
import { createFramePace, type PresentedFrame } from '../../../../../renderer/stage/layers/frame-pace.ts';

describe('the pace of frames', () => {
  /** Frames of a video of 25 a second, on a panel that shows each at its time. */
  const frameAt = (count: number, lateMs = 0): PresentedFrame => ({
    displayMs: count * 40 + lateMs,
    mediaSeconds: count * 0.04,
    count,
  });

  it('counts the frames that stood longer than their video says, and no pause at a loop', () => {
    const pace = createFramePace();
    for (const frame of [frameAt(0), frameAt(1), frameAt(2, 35), frameAt(3, 35)]) pace.frame(frame);
    pace.frame({ displayMs: 900, mediaSeconds: 0, count: 4 });
    pace.frame({ displayMs: 940, mediaSeconds: 0.04, count: 5 });
    expect(pace.repeated()).toBe(1);
  });

  it('finds out from a look now and then how many were left out, or that the video was held', () => {
    const pace = createFramePace();
    for (const frame of [frameAt(0), frameAt(1), frameAt(26), frameAt(51)]) pace.frame(frame);
    expect(pace.repeated()).toBe(0);
    pace.frame({ ...frameAt(76), count: 73 });
    expect(pace.repeated()).toBe(3);
    pace.frame({ ...frameAt(101, 500), count: 98 });
    expect(pace.repeated()).toBe(4);
  });
});
