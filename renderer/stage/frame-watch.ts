/** What can be seen of a layer at one moment. */
interface Sighting {
  /** Monotonic ms. */
  readonly atMs: number;
  readonly frames: number;
  /** Seconds into the media. */
  readonly position: number;
  /** False during deliberate holds: then nothing is held against it. */
  readonly isMoving: boolean;
  /** While bytes are awaited, more patience is due. */
  readonly isBuffering: boolean;
  /** For how long one picture of it may stand, in ms; null where nobody knows. */
  readonly longestFrameMs: number | null;
}

/** Neither a frame nor a step of the position for this long: the decoder is wedged. */
export const STUCK_MS = 3_000;
/** No frame comes while bytes are awaited, or while the position creeps. */
export const FROZEN_MS = 15_000;
/** A picture that stands for so much longer than any of its video ought to is wedged, however the position moves. */
export const GRACE_MS = 5_000;
/** A position that moves at less than this share of the clock's rate creeps; a loop costs it a second each time. */
const LEAST_RATE = 0.3;

export interface FrameWatch {
  /** Takes in a sighting; true when the layer is stuck. */
  isStuck(sighting: Sighting): boolean;
}

/**
 * Watches one layer's presented frames and position: a wedged decoder fires neither `ended` nor `error`. While the
 * position moves at the clock's rate and nothing is awaited, a standing picture is content: slides as a video, or sound
 * that goes on behind the last picture.
 */
export function createFrameWatch(): FrameWatch {
  let lastFrame: Sighting | null = null;
  let lastMove: Sighting | null = null;
  let before: Sighting | null = null;
  /** Seconds that the position went on since the last frame. */
  let advanced = 0;
  let hasAwaited = false;
  return {
    isStuck(sighting) {
      const { isMoving, isBuffering, frames, position, atMs } = sighting;
      const framed = !isMoving || frames !== lastFrame?.frames;
      if (lastFrame === null || framed) {
        lastFrame = sighting;
        advanced = 0;
        hasAwaited = false;
      } else {
        advanced += Math.max(0, position - (before?.position ?? position));
        hasAwaited ||= isBuffering;
      }
      before = sighting;
      if (lastMove === null || framed || isBuffering || position !== lastMove.position) lastMove = sighting;
      const standsMs = atMs - lastFrame.atMs;
      const isRunning = !hasAwaited && advanced * 1_000 >= standsMs * LEAST_RATE;
      return atMs - lastMove.atMs >= STUCK_MS || standsMs >= patienceMs(sighting, isRunning);
    },
  };
}

function patienceMs({ longestFrameMs }: Sighting, isRunning: boolean): number {
  if (!isRunning) return FROZEN_MS;
  return longestFrameMs === null ? Number.POSITIVE_INFINITY : longestFrameMs + GRACE_MS;
}
