/** One presented frame of a video, as `requestVideoFrameCallback` tells of it. */
export interface PresentedFrame {
  /** When it is on the panel, monotonic ms. */
  readonly displayMs: number;
  /** Its place in the video, seconds. */
  readonly mediaSeconds: number;
  /** How many were presented up to it. */
  readonly count: number;
}

/** A picture that stands by so much longer than its video says was repeated: more than a refresh of a 60 Hz panel, ms. */
const REPEATED_MS = 20;
/** Fewer frames than this in a stretch may be missing by rounding alone. */
const MISSING_FROM = 1;

export interface FramePace {
  /** Takes in a frame: each, or one now and then. */
  frame(frame: PresentedFrame): void;
  /** Pictures that stood longer than they should. */
  repeated(): number;
}

/**
 * Counts the pictures of one run of a video that stood too long: frames between two that are known and were never
 * presented let the one before them stand, and a clock that ran slower than the panel's was held at least once.
 */
export function createFramePace(): FramePace {
  let before: PresentedFrame | null = null;
  let frameSeconds = Infinity;
  let repeated = 0;
  return {
    frame(frame) {
      if (before !== null && frame.mediaSeconds > before.mediaSeconds) {
        const mediaSeconds = frame.mediaSeconds - before.mediaSeconds;
        const frames = frame.count - before.count;
        if (frames === 1) frameSeconds = Math.min(frameSeconds, mediaSeconds);
        const missing = Number.isFinite(frameSeconds) ? mediaSeconds / frameSeconds - frames : 0;
        const heldMs = frame.displayMs - before.displayMs - mediaSeconds * 1000;
        if (missing >= MISSING_FROM) repeated += Math.floor(missing);
        else if (heldMs > REPEATED_MS) repeated += 1;
      }
      before = frame;
    },
    repeated: () => repeated,
  };
}
