/** A video that is not heard yet, and stays in the page whatever the browser offers beside it. */
export function createSilentVideo(page: Document): HTMLVideoElement {
  const video = page.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.disableRemotePlayback = true;
  return video;
}

/**
 * Lets a video that runs be heard. An engine that forbids sound without a gesture answers by pausing: a silent picture is
 * better than a frozen one.
 */
export function hearVideo(video: HTMLVideoElement): void {
  video.muted = false;
  if (!video.paused || video.ended) return;
  video.muted = true;
  void video.play().catch(() => undefined);
}
