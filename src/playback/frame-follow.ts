/** One frame of a video as it came to the panel. */
export interface FollowedFrame {
  /** How far the picture is ahead of its plan, ms; behind: below zero. */
  readonly aheadMs: number;
  /** How long one picture of the video stands, ms. */
  readonly frameMs: number;
  /** It has sound that is heard, which must not wobble. */
  readonly isHeard: boolean;
}

/** Keeps a running video in step with its plan by its rate alone. */
export interface FrameFollow {
  /** Takes in a frame; answers the rate from now on, null while it stays. */
  frame(frame: FollowedFrame): number | null;
  /** The next frame is wanted, too; else one in a second is enough. */
  wantsMore(): boolean;
}

/** What is further off waits for its next start, ms. */
const LEFT_FROM_MS = 500;
const MOST = 0.03;
const MOST_WITH_SOUND = 0.01;
/** A panel's own frames move each picture by up to half of one: the middle of so many says where it is. */
const FRAMES = 5;
/** So much of a picture's time may be off: two screens are each on its own side, and together less than one picture apart. */
const LEFT_SHARE = 1 / 3;
/** In step again, ms. */
const IN_STEP_MS = 3;
/** What is off is made good in about this time where the limits allow, ms. */
const MADE_GOOD_IN_MS = 1_200;

/** Makes the {@link FrameFollow} of one run. */
export function createFrameFollow(): FrameFollow {
  let seen: readonly FollowedFrame[] = [];
  let rate = 1;
  return {
    frame(frame) {
      seen = [...seen, frame];
      if (seen.length < FRAMES) return null;
      const middle = [...seen].sort((one, other) => one.aheadMs - other.aheadMs)[FRAMES >> 1] ?? frame;
      seen = [];
      const next = rateFor(middle, rate !== 1);
      if (next === rate) return null;
      rate = next;
      return rate;
    },
    wantsMore: () => seen.length > 0,
  };
}

/** The rate of a video that is so far off; `isNudging`: it is being brought back already. Pure. */
export function rateFor({ aheadMs, frameMs, isHeard }: FollowedFrame, isNudging: boolean): number {
  const off = Math.abs(aheadMs);
  if (off > LEFT_FROM_MS || off <= (isNudging ? IN_STEP_MS : frameMs * LEFT_SHARE)) return 1;
  const most = isHeard ? MOST_WITH_SOUND : MOST;
  return 1 - Math.sign(aheadMs) * Math.min(most, off / MADE_GOOD_IN_MS);
}
