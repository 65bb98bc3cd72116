import { describe, expect, it } from 'vitest';
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
