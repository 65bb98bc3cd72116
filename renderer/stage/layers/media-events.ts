import { waitAtMost, type Clock } from '../../../src/shared/clock.ts';
import { firstEvent } from './first-event.ts';

/** A video that stands further in than this after its trial run is put back to its start. */
const FIRST_FRAME_SECONDS = 0.005;

/** Waits for an event of a media element; false when an error comes first, or `signal` aborts. */
export async function mediaEvent(
  media: HTMLMediaElement,
  name: 'loadeddata' | 'seeked',
  signal: AbortSignal,
): Promise<boolean> {
  return (await firstEvent(media, [name, 'error'], signal)) === name;
}

/**
 * Runs a video until its pipeline turns, and holds it on its first frame: one that was only loaded needs up to 100 ms
 * more for its first `play()`, which is a frozen screen at every boundary.
 */
export async function runsUntilFirstFrame(
  video: HTMLVideoElement,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await video.play();
  } catch {
    return false;
  }
  video.pause();
  if (video.currentTime <= FIRST_FRAME_SECONDS) return true;
  // Until the first frame was presented again, a later one is what would be seen.
  const isBack = framePresented(video, clock, signal, SAME_FRAME_MS);
  const seeked = mediaEvent(video, 'seeked', signal);
  video.currentTime = 0;
  if (!(await seeked)) return false;
  await isBack;
  return true;
}

/** A page that is not painted presents no frames: go on after this. */
const UNPRESENTED_MS = 1_500;
/** Nor does a video that is put back to the frame on which it stands. */
const SAME_FRAME_MS = 250;

/**
 * Waits until the next frame of a video has been presented, and for the page's frame after it. A page that is not painted
 * presents none: a hidden one is not waited for, any other for `atMostMs`, or until `signal` aborts.
 */
export async function framePresented(
  video: HTMLVideoElement,
  clock: Clock,
  signal: AbortSignal,
  atMostMs = UNPRESENTED_MS,
): Promise<void> {
  if (video.ownerDocument.visibilityState === 'hidden') return;
  const presented = new Promise<void>((resolve) => {
    const done = (): void => {
      resolve();
    };
    video.requestVideoFrameCallback(() => {
      requestAnimationFrame(done);
    });
    signal.addEventListener('abort', done, { once: true });
  });
  await waitAtMost(clock, presented, atMostMs);
}
