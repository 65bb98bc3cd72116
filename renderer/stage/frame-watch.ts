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
}

/** Neither a frame nor a step of the position for this long: the decoder is wedged. */
export const STUCK_MS = 3_000;
/** No frame comes, but the position moves or bytes are awaited: longer, since some videos hold one picture for seconds. */
export const FROZEN_MS = 15_000;

export interface FrameWatch {
  /** Takes in a sighting; true when the layer is stuck. */
  isStuck(sighting: Sighting): boolean;
}

/**
 * Watches one layer's presented frames and position: a wedged decoder fires neither `ended` nor `error`.
 */
export function createFrameWatch(): FrameWatch {
  let lastFrame: Sighting | null = null;
  let lastMove: Sighting | null = null;
  return {
    isStuck(sighting) {
      const { isMoving, isBuffering, frames, position, atMs } = sighting;
      const framed = !isMoving || frames !== lastFrame?.frames;
      if (lastFrame === null || framed) lastFrame = sighting;
      if (lastMove === null || framed || isBuffering || position !== lastMove.position) lastMove = sighting;
      return atMs - lastMove.atMs >= STUCK_MS || atMs - lastFrame.atMs >= FROZEN_MS;
    },
  };
}
