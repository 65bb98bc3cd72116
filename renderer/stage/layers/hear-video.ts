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
