import type { Clock, ClockTimer } from '../../src/shared/clock.ts';

/** Calls in step with the panel. */
export interface FrameClock {
  /**
   * Calls `action` once, in the animation frame whose picture comes to the panel nearest to `atMs` (monotonic ms, may have
   * passed), and tells it when that will be. A page that is not painted gets no frames: then shortly after that time.
   */
  at(atMs: number, action: (displayMs: number) => void): ClockTimer;
  /** The time between two frames of the panel, ms. */
  intervalMs(): number;
}

/**
 * What is changed in an animation frame is on the panel two intervals after the frame's own time: the same reckoning by
 * which Chromium says `expectedDisplayTime` of a video's frame, read off a run of both side by side.
 */
const INTERVALS_TO_PANEL = 2;
/** A 60 Hz panel, until frames were seen. */
const FIRST_INTERVAL_MS = 1000 / 60;
const SHORTEST_INTERVAL_MS = 1000 / 240;
const LONGEST_INTERVAL_MS = 1000 / 24;
const REMEMBERED = 15;
/** Frames are followed from this long before, so that their interval is known in time. */
const FOLLOWED_MS = 120;
/** No frame for so long after the time: nobody paints. */
const UNPAINTED_MS = 250;

/** Makes the clock of `page`'s frames. */
export function createFrameClock(
  page: Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'>,
  clock: Clock,
): FrameClock {
  const interval = createInterval();

  return {
    at(atMs, action) {
      let timer: ClockTimer | null = null;
      let request = 0;
      let previousMs: number | null = null;
      const cancel = (): void => {
        timer?.cancel();
        page.cancelAnimationFrame(request);
      };
      const act = (displayMs: number): void => {
        cancel();
        action(displayMs);
      };
      const onFrame = (frameMs: number): void => {
        if (previousMs !== null) interval.take(frameMs - previousMs);
        previousMs = frameMs;
        const displayMs = frameMs + INTERVALS_TO_PANEL * interval.ms();
        if (displayMs >= atMs - interval.ms() / 2) act(displayMs);
        else request = page.requestAnimationFrame(onFrame);
      };
      const followFrames = (): void => {
        request = page.requestAnimationFrame(onFrame);
        const leftMs = Math.max(0, atMs - clock.monotonic()) + UNPAINTED_MS;
        timer = clock.after(leftMs, () => {
          act(clock.monotonic());
        });
      };
      timer = clock.after(atMs - FOLLOWED_MS - clock.monotonic(), followFrames);
      return { cancel };
    },
    intervalMs: () => interval.ms(),
  };
}

/** The middle of the times between the newest frames: the few that were left out do not move it. */
function createInterval(): { take(seenMs: number): void; ms(): number } {
  const seen: number[] = [];
  return {
    take(seenMs) {
      if (seenMs < SHORTEST_INTERVAL_MS || seenMs > LONGEST_INTERVAL_MS) return;
      seen.push(seenMs);
      if (seen.length > REMEMBERED) seen.shift();
    },
    ms: () => [...seen].sort((one, other) => one - other)[seen.length >> 1] ?? FIRST_INTERVAL_MS,
  };
}
