import { createFrameFollow } from '../../../src/playback/frame-follow.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import type { PresentedFrame } from './frame-pace.ts';
import type { Timeline } from './layer.ts';
import { framePresented, mediaEvent } from './media-events.ts';

/** Keeps the run of a video in step with the plan of its group. */
export interface Follower {
  frame(frame: PresentedFrame): void;
  wantsMore(): boolean;
}

/** Until two frames were seen. */
const FIRST_FRAME_MS = 1000 / 30;
/** No film has fewer pictures: what takes longer was left out, not shown long. */
const LONGEST_FRAME_MS = 100;
/** A video is never put closer to its end: it would have ended before it is seen. */
const BEFORE_END_SECONDS = 0.1;

/** Makes the {@link Follower} of a run that begins now. */
export function createFollower(video: HTMLVideoElement, timeline: Timeline): Follower {
  const follow = createFrameFollow();
  let before: PresentedFrame | null = null;
  let frameMs = FIRST_FRAME_MS;
  video.playbackRate = 1;
  return {
    frame(frame) {
      const sinceMs = before === null ? 0 : (frame.mediaSeconds - before.mediaSeconds) * 1000;
      if (before?.count === frame.count - 1 && sinceMs > 0 && sinceMs < LONGEST_FRAME_MS) frameMs = sinceMs;
      before = frame;
      const lengthMs = video.duration * 1000;
      if (!Number.isFinite(lengthMs) || video.paused) return;
      const aheadMs = aheadBy(frame, timeline.startMs(), lengthMs);
      const rate = follow.frame({ aheadMs, frameMs, isHeard: !video.muted });
      if (rate !== null) video.playbackRate = rate;
    },
    wantsMore: () => follow.wantsMore(),
  };
}

/** How far a frame is ahead of its time, ms; a video that is shorter than its slot runs in it again and again. */
export function aheadBy(
  { displayMs, mediaSeconds }: Pick<PresentedFrame, 'displayMs' | 'mediaSeconds'>,
  startMs: number,
  lengthMs: number,
): number {
  const differenceMs = mediaSeconds * 1000 - (displayMs - startMs);
  return differenceMs - Math.round(differenceMs / lengthMs) * lengthMs;
}

/** Puts a video that stands, hidden, to a place in its time; one that cannot be put there stays where it is. */
export async function placeVideo(
  video: HTMLVideoElement,
  positionMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const { duration } = video;
  if (!Number.isFinite(duration) || duration <= BEFORE_END_SECONDS) return;
  const presented = framePresented(video, clock, signal, PLACED_WITHIN_MS);
  const seeked = mediaEvent(video, 'seeked', signal);
  video.currentTime = Math.min((positionMs / 1000) % duration, duration - BEFORE_END_SECONDS);
  if (await seeked) await presented;
}

/** A page that is not painted presents nothing: it is not waited for longer, ms. */
const PLACED_WITHIN_MS = 600;
