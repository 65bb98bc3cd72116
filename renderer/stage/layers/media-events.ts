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
export async function runsUntilFirstFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<boolean> {
  try {
    await video.play();
  } catch {
    return false;
  }
  video.pause();
  if (video.currentTime <= FIRST_FRAME_SECONDS) return true;
  const seeked = mediaEvent(video, 'seeked', signal);
  video.currentTime = 0;
  return seeked;
}
