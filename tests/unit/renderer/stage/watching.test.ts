import { describe, expect, it } from 'vitest';
import { createBoundaryLog } from '../../../../renderer/stage/boundary-log.ts';
import { createEndForecast } from '../../../../renderer/stage/layers/end-forecast.ts';
import { createFramePace, type PresentedFrame } from '../../../../renderer/stage/layers/frame-pace.ts';
import { createCornerTaps } from '../../../../renderer/overlay/corner-taps.ts';
import { createFrameWatch, FROZEN_MS, STUCK_MS } from '../../../../renderer/stage/frame-watch.ts';

const still = { frames: 10, position: 1, isMoving: true, isBuffering: false };

describe('the watch over presented frames', () => {
  it('finds a decoder that shows nothing and does not move', () => {
    const watch = createFrameWatch();
    expect(watch.isStuck({ ...still, atMs: 0 })).toBe(false);
    expect(watch.isStuck({ ...still, atMs: STUCK_MS - 1 })).toBe(false);
    expect(watch.isStuck({ ...still, atMs: STUCK_MS })).toBe(true);
  });

  it('begins anew with every frame', () => {
    const watch = createFrameWatch();
    for (let second = 0; second < 100; second += 1) {
      expect(watch.isStuck({ ...still, frames: second, atMs: second * 1_000 })).toBe(false);
    }
  });

  it.each([
    ['the position moves', (atMs: number) => ({ ...still, position: atMs })],
    ['bytes are awaited', () => ({ ...still, isBuffering: true })],
  ])('has more patience while %s, but not for ever', (_why, sighting) => {
    const watch = createFrameWatch();
    for (let atMs = 0; atMs < FROZEN_MS; atMs += 1_000) {
      expect(watch.isStuck({ ...sighting(atMs), atMs })).toBe(false);
    }
    expect(watch.isStuck({ ...sighting(FROZEN_MS), atMs: FROZEN_MS })).toBe(true);
  });

  it('holds nothing against a deliberate hold', () => {
    const watch = createFrameWatch();
    for (let atMs = 0; atMs < 100_000; atMs += 1_000) {
      expect(watch.isStuck({ ...still, isMoving: false, atMs })).toBe(false);
    }
    expect(watch.isStuck({ ...still, atMs: 101_000 })).toBe(false);
  });
});

describe('the taps that open the overlay', () => {
  const corner = { x: 20, y: 20 };

  it('are five in the corner within three seconds', () => {
    const taps = createCornerTaps();
    expect([0, 700, 1_400, 2_100, 2_999].map((at) => taps.tap(corner, at))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('are not five slow ones, nor five with one elsewhere', () => {
    const slow = createCornerTaps();
    expect([0, 800, 1_600, 2_400, 3_200].some((at) => slow.tap(corner, at))).toBe(false);
    const stray = createCornerTaps();
    const points = [corner, corner, { x: 500, y: 20 }, corner, corner];
    expect(points.some((point, index) => stray.tap(point, index * 100))).toBe(false);
  });
});

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

describe('the forecast of a video’s end', () => {
  it('does not follow frames that come a refresh early or late', () => {
    const forecast = createEndForecast();
    const ends = Array.from({ length: 200 }, (_, count) =>
      forecast.by(
        { displayMs: Math.round((count * 40) / 16.7) * 16.7, mediaSeconds: count * 0.04, count },
        10,
      ),
    );
    expect(Math.max(...ends.slice(9)) - Math.min(...ends.slice(9))).toBeLessThan(6);
    expect(Math.abs((ends.at(-1) ?? 0) - 10_000)).toBeLessThan(6);
  });

  it('follows a video that was held at once', () => {
    const forecast = createEndForecast();
    for (let count = 0; count < 20; count += 1) {
      forecast.by({ displayMs: count * 40, mediaSeconds: count * 0.04, count }, 10);
    }
    expect(forecast.by({ displayMs: 1_800, mediaSeconds: 0.8, count: 20 }, 10)).toBe(11_000);
  });
});

describe('the log of boundaries', () => {
  it('adds up what went wrong with single frames in the last hour', () => {
    const log = createBoundaryLog();
    log.add(0, 0, { dropped: 9, repeated: 9 });
    log.add(3_600_000, 0, { dropped: 2, repeated: 1 });
    log.add(3_600_001, 0, { dropped: 1, repeated: 0 });
    expect(log.figures(3_600_002)).toMatchObject({ count: 2, droppedFrames: 3, repeatedFrames: 1 });
  });

  it('tells how late they were, and how often the old item had to be held', () => {
    const log = createBoundaryLog();
    for (let late = 1; late <= 100; late += 1) log.add(1_000, late);
    expect(log.figures(2_000)).toMatchObject({
      count: 100,
      held: 66,
      lateP50: 50,
      lateP95: 95,
      lateMax: 100,
    });
  });

  it('forgets what is older than an hour, and is bounded', () => {
    const log = createBoundaryLog();
    log.add(0, 500);
    log.add(3_000_000, 5);
    expect(log.figures(3_700_000)).toMatchObject({ count: 1, lateMax: 5 });
    for (let index = 0; index < 20_000; index += 1) log.add(3_700_000, 1);
    expect(log.figures(3_700_000).count).toBe(3_600);
  });
});
