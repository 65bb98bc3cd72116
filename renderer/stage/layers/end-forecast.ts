import type { PresentedFrame } from './frame-pace.ts';

/** Frames of a rate that is no divisor of the panel's come up to a refresh early or late; the middle of a few does not. */
const REMEMBERED = 9;
/** A forecast this far from the others means that the video was held: what was forecast before is void, ms. */
const HELD_MS = 30;

export interface EndForecast {
  /** Takes in a frame of a video of this length (seconds); answers when its last frame has had its time, monotonic ms. */
  by(frame: PresentedFrame, durationSeconds: number): number;
}

/** Foretells the end of one run of a video from its presented frames, since `ended` comes about 50 ms late. */
export function createEndForecast(): EndForecast {
  let known: number[] = [];
  const middle = (): number => [...known].sort((one, other) => one - other)[known.length >> 1] ?? Number.NaN;
  return {
    by({ displayMs, mediaSeconds }, durationSeconds) {
      const endMs = displayMs + (durationSeconds - mediaSeconds) * 1000;
      if (Math.abs(endMs - middle()) > HELD_MS) known = [];
      known = [...known, endMs].slice(-REMEMBERED);
      return middle();
    },
  };
}
