import type { Clock, ClockTimer } from '../../../src/shared/clock.ts';
import type { ProgramItem } from '../../../src/shared/program.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { coversBox, createBackground } from './background.ts';
import { drawOnePixel } from './draw-ahead.ts';
import { createEndForecast } from './end-forecast.ts';
import { createFollower, placeVideo, type Follower } from './follow-timeline.ts';
import { createFramePace } from './frame-pace.ts';
import { createGrowthWatch } from './growth-watch.ts';
import { createSilentVideo, hearVideo } from './hear-video.ts';
import { createLayerBox, fitPicture, type Layer, type LayerEvents, type StageSettings } from './layer.ts';
import { framePresented, mediaEvent, runsUntilFirstFrame } from './media-events.ts';
import type { PixelSample } from '../read-pixels.ts';
import { hasOpaqueFrames, readVideoPixels } from '../read-video-pixels.ts';
import { release } from './release.ts';

/** A prediction that moved by less than this is the same one: timers are not set anew for it. */
const SAME_END_MS = 2;
/** So many frames are looked at one after the other, from the start on: they tell the rate, and when the end comes. */
const FRAMES_AT_ONCE = 10;
/** And then one in this time: each look wakes the page, which at every frame costs a tenth of the whole processor time. */
const NEXT_LOOK_MS = 1_000;

/** What the browser calls the errors of a media element, in words. */
const MEDIA_ERRORS: Readonly<Record<number, string>> = {
  1: 'loading was interrupted',
  2: 'its bytes could not be read',
  3: 'it cannot be decoded',
  4: 'its format is not supported',
};

/**
 * A video. Prepared, it stands on its first frame; once shown, it foretells its end from the frames that the compositor
 * presents, since `ended` comes about 50 ms late.
 */
export function createVideoLayer(
  page: Document,
  clock: Clock,
  item: ProgramItem,
  settings: StageSettings,
): Layer {
  const element = createLayerBox(page);
  const video = createSilentVideo(page);
  video.preload = 'auto';
  element.append(video);

  const gone = new AbortController();
  let volume = settings.volume;
  let events: LayerEvents | null = null;
  let frames = 0;
  let endMs: number | null = null;
  let watch: number | null = null;
  let nextLook: ClockTimer | null = null;
  /** The browser's own count of frames before the first of this run. */
  let firstCount: number | null = null;
  let prepared: PixelSample | null = null;
  let pace = createFramePace();
  let follower: Follower | null = null;
  let forecast = createEndForecast();
  let droppedBefore = 0;
  /** The browser takes a video of one frame for ended as soon as it is loaded, and cannot play it: it only stands. */
  let isOneFrame = false;
  let oneFrameEnd: ClockTimer | null = null;
  let running = Promise.resolve();
  const background = createBackground(element, settings.backgroundColour);
  let fit = settings.fit;
  /** A frame of it has been presented. */
  let isThere = false;
  let isOpaque = false;

  /** Nobody sees the one behind a film that covers it, and without it a cross-fade has half as much to draw. */
  function placeBackground(): void {
    const own = { width: video.videoWidth, height: video.videoHeight };
    const box = { width: element.clientWidth, height: element.clientHeight };
    background.set(isThere && !(isOpaque && coversBox(own, box, fit)));
  }
  const grown = createGrowthWatch(page, element, placeBackground);

  function applySettings(changed: StageSettings): void {
    background.setColour(changed.backgroundColour);
    fitPicture(video, changed);
    fit = changed.fit;
    placeBackground();
    volume = changed.volume;
    video.volume = volume / 100;
  }
  applySettings(settings);

  const onEnded = (): void => events?.onEnded();

  function describeError(): string {
    const code = video.error?.code;
    return (code === undefined ? undefined : MEDIA_ERRORS[code]) ?? 'it failed for a reason unknown';
  }

  function watchFrames(): void {
    watch = video.requestVideoFrameCallback((_now, { expectedDisplayTime, mediaTime, presentedFrames }) => {
      firstCount ??= presentedFrames - 1;
      frames = presentedFrames - firstCount;
      const frame = { displayMs: expectedDisplayTime, mediaSeconds: mediaTime, count: presentedFrames };
      pace.frame(frame);
      follower?.frame(frame);
      if (!video.paused && Number.isFinite(video.duration)) tellEnd(forecast.by(frame, video.duration));
      if (frames < FRAMES_AT_ONCE || follower?.wantsMore() === true) watchFrames();
      else nextLook = clock.after(NEXT_LOOK_MS, watchFrames);
    });
  }

  /** Ended by a clock of ours. */
  function standForLength(): void {
    frames = 1;
    const lengthMs = video.duration * 1_000;
    tellEnd(clock.monotonic() + lengthMs);
    oneFrameEnd = clock.after(lengthMs, onEnded);
  }

  function stopWatching(): void {
    nextLook?.cancel();
    oneFrameEnd?.cancel();
    if (watch !== null) video.cancelVideoFrameCallback(watch);
    nextLook = watch = null;
  }

  function tellEnd(foretold: number): void {
    if (endMs !== null && Math.abs(foretold - endMs) < SAME_END_MS) return;
    endMs = foretold;
    events?.onEndKnown(foretold);
  }

  async function load(): Promise<Result<null>> {
    video.src = item.source;
    video.load();
    if (await mediaEvent(video, 'loadeddata', gone.signal)) return ok(null);
    return fail('undecodable', `The video ${item.fileName} cannot be played: ${describeError()}.`);
  }

  const onError = (): void => events?.onBroken(`The video ${item.fileName} broke off: ${describeError()}.`);
  video.addEventListener('ended', onEnded, { signal: gone.signal });
  video.addEventListener('error', onError, { signal: gone.signal });

  return {
    item,
    element,
    async prepare() {
      drawOnePixel(element);
      const presented = framePresented(video, clock, gone.signal);
      const loaded = await load();
      if (!loaded.ok) return loaded;
      if (video.videoWidth === 0) return fail('no-picture', `The video ${item.fileName} has no picture.`);
      isOneFrame = video.ended && Number.isFinite(video.duration) && video.duration > 0;
      if (!isOneFrame && !(await runsUntilFirstFrame(video, clock, gone.signal))) {
        return fail('undecodable', `The video ${item.fileName} does not start: ${describeError()}.`);
      }
      await presented;
      if (gone.signal.aborted) return fail('released', `${item.fileName} is not wanted any more.`);
      isThere = true;
      isOpaque = hasOpaqueFrames(video);
      placeBackground();
      grown.start();
      prepared = await readVideoPixels(page, video);
      return ok(null);
    },
    async place(positionMs) {
      if (!isOneFrame) await placeVideo(video, positionMs, clock, gone.signal);
    },
    begin(timeline) {
      follower = timeline === null || isOneFrame ? null : createFollower(video, timeline);
      endMs = null;
      frames = 0;
      firstCount = null;
      pace = createFramePace();
      forecast = createEndForecast();
      droppedBefore = video.getVideoPlaybackQuality().droppedVideoFrames;
      stopWatching();
      if (isOneFrame) {
        standForLength();
        return;
      }
      watchFrames();
      running = framePresented(video, clock, gone.signal);
      void video.play().catch(() => undefined);
    },
    enter(entered) {
      events = entered;
      if (endMs !== null) entered.onEndKnown(endMs);
      if (!item.muted && volume > 0) hearVideo(video);
    },
    leave() {
      events = null;
      follower = null;
      video.muted = true;
    },
    presented: () => running,
    applySettings,
    framesPresented: () => frames,
    // Nobody pauses a video that is shown: one that stands still without having ended is stuck.
    isMoving: () => !isOneFrame && events !== null && !video.ended && page.visibilityState === 'visible',
    isBuffering: () => video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
    position: () => video.currentTime,
    flaws: () => ({
      dropped: Math.max(0, video.getVideoPlaybackQuality().droppedVideoFrames - droppedBefore),
      repeated: pace.repeated(),
    }),
    sample: () => readVideoPixels(page, video),
    preparedSample: () => prepared,
    release() {
      events = null;
      stopWatching();
      grown.stop();
      gone.abort();
      release(element);
    },
  };
}
