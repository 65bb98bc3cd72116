import type { Showing } from '../../src/playback/schedule.ts';

/** A moment (monotonic ms) at which one layer takes another's place. */
export interface LayerSwap {
  /** `next`: a boundary of the schedule. `again`: the same item once more, because its media ends before its time. */
  readonly kind: 'next' | 'again';
  readonly atMs: number;
}

/** What is known of the media of the layer on the screen. */
export interface MediaState {
  /** When it comes to its end, monotonic ms; null: not known, or it has none. */
  readonly endMs: number | null;
  /** Its decoder hangs: it must be replaced at once. */
  readonly mustRestart: boolean;
  /** False once another run of it could not be prepared: its last picture then stands until the boundary. */
  readonly canRunAgain: boolean;
  /** It broke off, and what is to be seen of it is no whole picture. */
  readonly isBroken: boolean;
}

/** What is known of media that has just come to the screen. */
export const UNKNOWN_MEDIA: MediaState = {
  endMs: null,
  mustRestart: false,
  canRunAgain: true,
  isBroken: false,
};

/** A video that ends by so much before its boundary stands still for the rest: another run would be a flash. */
const HELD_AT_END_MS = 500;

/** The next cut; null while it cannot be told, since a video's own length is not known yet. */
export function nextSwap(showing: Showing | null, media: MediaState, nowMs: number): LayerSwap | null {
  if (showing === null) return { kind: 'next', atMs: nowMs };
  // What was ended early runs no further time.
  if (showing.cutMs !== undefined) return { kind: 'next', atMs: showing.endMs ?? nowMs };
  // Somebody uses it.
  if (showing.heldSinceMs !== undefined) return null;
  if (media.mustRestart && media.canRunAgain) return { kind: 'again', atMs: nowMs };
  const { endMs } = showing;
  if (endMs === null) return null;
  const runsUntilMs = showing.ownEndMs ?? endMs;
  if (media.canRunAgain && media.endMs !== null && media.endMs < runsUntilMs - HELD_AT_END_MS) {
    return { kind: 'again', atMs: media.endMs };
  }
  return { kind: 'next', atMs: endMs };
}
