import { describe, expect, it, onTestFinished } from 'vitest';
import { createFrameClock } from '../../../../renderer/stage/frame-clock.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

/** A page whose frames come every `intervalMs`, the first at `phaseMs`; it can stop painting. */
function setUp(intervalMs: number, phaseMs = 0) {
  const clock = createFakeClock();
  const requests = new Map<number, (frameMs: number) => void>();
  let nextId = 1;
  let paints = true;
  let most = 0;
  let next = clock.after(phaseMs, () => {
    frame();
  });
  onTestFinished(() => {
    next.cancel();
  });
  const frame = (): void => {
    next = clock.after(intervalMs, frame);
    if (!paints) return;
    const due = [...requests.values()];
    requests.clear();
    for (const callback of due) callback(clock.monotonic());
  };
  const frames = createFrameClock(
    {
      requestAnimationFrame: (callback) => {
        requests.set(nextId, callback);
        most = Math.max(most, requests.size);
        return nextId++;
      },
      cancelAnimationFrame: (id) => void requests.delete(id),
    },
    clock,
  );
  return {
    clock,
    frames,
    requests,
    most: () => most,
    stopPainting: () => {
      paints = false;
    },
  };
}

describe('the clock of frames', () => {
  it.each([
    [60, 1000 / 60],
    [50, 20],
    [120, 1000 / 120],
    [30, 1000 / 30],
  ])('acts in the frame that comes to a panel of %i Hz nearest to the time', async (_hertz, intervalMs) => {
    const { clock, frames } = setUp(intervalMs);
    // The first time is for learning the interval.
    for (let time = 2_000; time < 12_000; time += 1_003) {
      let display = Number.NaN;
      frames.at(time, (displayMs) => {
        display = displayMs;
      });
      await clock.advance(time + 10 - clock.monotonic());
      expect(clock.monotonic()).toBeLessThan(time + 11);
      if (time > 7_000) expect(Math.abs(display - time)).toBeLessThanOrEqual(intervalMs / 2 + 0.5);
    }
    expect(Math.abs(frames.intervalMs() - intervalMs)).toBeLessThan(intervalMs * 0.05);
  });

  it('asks for no frames long before the time, and for none after it', async () => {
    const { clock, frames, requests, most } = setUp(16);
    frames.at(5_000, () => undefined);
    await clock.advance(4_800);
    expect(requests.size).toBe(0);
    await clock.advance(150);
    expect(requests.size).toBe(1);
    await clock.advance(1_000);
    expect(requests.size).toBe(0);
    expect(most()).toBe(1);
    expect(clock.pendingTimers()).toBe(1);
  });

  it('acts at the next frame when the time has passed, once', async () => {
    const { clock, frames } = setUp(16);
    await clock.advance(1_000);
    let times = 0;
    frames.at(0, () => {
      times += 1;
    });
    await clock.advance(17);
    expect(times).toBe(1);
    await clock.advance(1_000);
    expect(times).toBe(1);
  });

  it('goes on without frames where nobody paints', async () => {
    const { clock, frames, stopPainting } = setUp(16);
    stopPainting();
    let at = 0;
    frames.at(1_000, () => {
      at = clock.monotonic();
    });
    await clock.advance(2_000);
    expect(at).toBeGreaterThanOrEqual(1_000);
    expect(at).toBeLessThan(1_300);
  });

  it('can be told to forget it, before and while it follows frames', async () => {
    const { clock, frames, requests } = setUp(16);
    let acted = false;
    const act = (): void => {
      acted = true;
    };
    frames.at(1_000, act).cancel();
    const later = frames.at(1_000, act);
    await clock.advance(920);
    later.cancel();
    expect(requests.size).toBe(0);
    await clock.advance(1_000);
    expect(acted).toBe(false);
  });
});
