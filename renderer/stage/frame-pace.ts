/** A picture that stands by so much longer than its video says was repeated: more than a refresh of a 60 Hz panel, ms. */
const REPEATED_MS = 20;

export interface FramePace {
  /** A frame is displayed at `displayMs`, which is `mediaSeconds` into its video. */
  frame(displayMs: number, mediaSeconds: number): void;
  /** Frames that stood longer than they should. */
  repeated(): number;
}

/** Counts the frames of one run of a video that stood too long. */
export function createFramePace(): FramePace {
  let before: { readonly displayMs: number; readonly mediaSeconds: number } | null = null;
  let repeated = 0;
  return {
    frame(displayMs, mediaSeconds) {
      if (before !== null && mediaSeconds > before.mediaSeconds) {
        const extra = displayMs - before.displayMs - (mediaSeconds - before.mediaSeconds) * 1000;
        if (extra > REPEATED_MS) repeated += 1;
      }
      before = { displayMs, mediaSeconds };
    },
    repeated: () => repeated,
  };
}
