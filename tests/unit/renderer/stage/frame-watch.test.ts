import { describe, expect, it } from 'vitest';
import { createFrameWatch, FROZEN_MS, GRACE_MS, STUCK_MS } from '../../../../renderer/stage/frame-watch.ts';

const still = { frames: 10, position: 1, isMoving: true, isBuffering: false, longestFrameMs: null };

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
    ['the position creeps', (atMs: number) => ({ ...still, position: atMs / 10_000 })],
    ['bytes are awaited', () => ({ ...still, isBuffering: true })],
    [
      'bytes were awaited',
      (atMs: number) => ({ ...still, position: atMs / 1_000, isBuffering: atMs === 2_000 }),
    ],
  ])('has more patience while %s, but not for ever', (_why, sighting) => {
    const watch = createFrameWatch();
    for (let atMs = 0; atMs < FROZEN_MS; atMs += 1_000) {
      expect(watch.isStuck({ ...sighting(atMs), atMs })).toBe(false);
    }
    expect(watch.isStuck({ ...sighting(FROZEN_MS), atMs: FROZEN_MS })).toBe(true);
  });

  /** When a picture that stands while the position runs is called stuck; null: not within ten minutes. */
  function stuckAfter(longestFrameMs: number | null, positionAt = (ms: number) => ms / 1_000): number | null {
    const watch = createFrameWatch();
    for (let atMs = 0; atMs < 600_000; atMs += 1_000) {
      if (watch.isStuck({ ...still, position: positionAt(atMs), longestFrameMs, atMs })) return atMs;
    }
    return null;
  }

  it('takes a picture that stands while the position moves at the rate of the clock for content', () => {
    expect(stuckAfter(null)).toBeNull();
  });

  it.each([40, 20_000])('finds a wedge where no picture may stand for more than %s ms', (longestFrameMs) => {
    expect(stuckAfter(longestFrameMs)).toBe(Math.ceil((longestFrameMs + GRACE_MS) / 1_000) * 1_000);
  });

  it('is not misled by a video that begins again', () => {
    expect(stuckAfter(null, (ms) => (ms / 1_000) % 3)).toBeNull();
    expect(stuckAfter(1_000, (ms) => (ms / 1_000) % 3)).toBe(6_000);
  });

  it('holds nothing against a deliberate hold', () => {
    const watch = createFrameWatch();
    for (let atMs = 0; atMs < 100_000; atMs += 1_000) {
      expect(watch.isStuck({ ...still, isMoving: false, atMs })).toBe(false);
    }
    expect(watch.isStuck({ ...still, atMs: 101_000 })).toBe(false);
  });
});
