import { every } from '../../../src/shared/async.ts';
import type { Clock, ClockTimer } from '../../../src/shared/clock.ts';
import type { ProgramItem } from '../../../src/shared/program.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { streamPathOf } from '../../../src/shared/stream-path.ts';
import { createBackground } from './background.ts';
import { drawOnePixel } from './draw-ahead.ts';
import { createSilentVideo, hearVideo } from './hear-video.ts';
import {
  createLayerBox,
  fitPicture,
  NO_FLAWS,
  type Layer,
  type LayerEvents,
  type StageSettings,
} from './layer.ts';
import { framePresented, mediaEvent } from './media-events.ts';
import type { PixelSample } from '../read-pixels.ts';
import { readVideoPixels } from '../read-video-pixels.ts';
import { release } from './release.ts';

const HLS = 'application/vnd.apple.mpegurl';
/** A stream that shows no first frame in this time is not waited for. */
const FIRST_FRAME_MS = 10_000;
/** A stream that stands still for so long has broken off. */
const STALL_MS = 5_000;
const LOOK_EVERY_MS = 1_000;
/** A live stream has no end: without a duration it is shown for as long as a picture. */
const LIVE_MS = 10_000;
/** What was prepared this long ago is joined where it is now, seconds. */
const LATE_SECONDS = 12;

/**
 * A stream (HLS), as the browser itself plays it, by way of the player's own origin. Prepared, it has shown a frame; once on
 * the screen, it gives way to the next item when it stands still, and nothing of it is kept.
 */
export function createStreamLayer(
  page: Document,
  clock: Clock,
  item: ProgramItem,
  settings: StageSettings,
): Layer {
  const element = createLayerBox(page);
  const video = createSilentVideo(page);
  element.append(video);

  const gone = new AbortController();
  const background = createBackground(element, settings.backgroundColour);
  let volume = settings.volume;
  let events: LayerEvents | null = null;
  let prepared: PixelSample | null = null;
  let running = Promise.resolve();
  let firstCount = 0;
  let limit: ClockTimer | null = null;
  let moved = { at: 0, position: 0 };

  function applySettings(changed: StageSettings): void {
    background.setColour(changed.backgroundColour);
    fitPicture(video, changed);
    volume = changed.volume;
    video.volume = volume / 100;
  }
  applySettings(settings);

  const broken = (reason: string): Result<null> =>
    fail('broken', `The stream ${item.fileName} cannot be played: ${reason}.`);
  const frames = (): number => video.getVideoPlaybackQuality().totalVideoFrames;

  const watch = every(clock, LOOK_EVERY_MS, () => {
    const now = clock.monotonic();
    // Its end moves on while it stands.
    if (Number.isFinite(video.duration)) tellEnd();
    if (video.currentTime !== moved.position || page.visibilityState !== 'visible') {
      moved = { at: now, position: video.currentTime };
    } else if (!video.ended && now - moved.at >= STALL_MS) {
      watch.stop();
      events?.onBroken(`The stream ${item.fileName} stands still.`);
    }
  });

  function tellEnd(): void {
    const leftMs = (video.duration - video.currentTime) * 1_000;
    const isLive = !Number.isFinite(video.duration);
    if (!isLive) events?.onEndKnown(clock.monotonic() + leftMs);
    else if (item.durationMs === null) events?.onEndKnown(clock.monotonic() + LIVE_MS);
  }

  async function firstFrame(): Promise<boolean> {
    video.src = streamPathOf(item.source);
    const loaded = mediaEvent(video, 'loadeddata', gone.signal);
    const presented = framePresented(video, clock, gone.signal, FIRST_FRAME_MS);
    await video.play().catch(() => undefined);
    if (!(await loaded)) return false;
    await presented;
    return video.error === null;
  }

  video.addEventListener(
    'error',
    () => events?.onBroken(`The stream ${item.fileName} broke off: ${video.error?.message ?? 'no reason'}.`),
    { signal: gone.signal },
  );
  video.addEventListener('ended', () => events?.onEnded(), { signal: gone.signal });
  video.addEventListener('durationchange', tellEnd, { signal: gone.signal });

  return {
    item,
    element,
    async prepare() {
      if (video.canPlayType(HLS) === '') return broken('this browser plays no HLS; a newer one does');
      drawOnePixel(element);
      const tooLate = new Promise<'late'>((resolve) => {
        limit = clock.after(FIRST_FRAME_MS, () => {
          resolve('late');
        });
      });
      const came = await Promise.race([firstFrame(), tooLate]);
      limit?.cancel();
      if (gone.signal.aborted) return fail('released', `${item.fileName} is not wanted any more.`);
      if (came === 'late') return broken(`no picture came in ${FIRST_FRAME_MS / 1_000} s`);
      if (!came) return broken(video.error?.message ?? 'its address gives no stream');
      if (video.videoWidth === 0) return broken('it has no picture');
      video.pause();
      background.set(true);
      prepared = await readVideoPixels(page, video);
      return ok(null);
    },
    begin() {
      const live = video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) : 0;
      const isLive = !Number.isFinite(video.duration);
      // A live stream went on while it waited for its turn.
      if (isLive && live - video.currentTime > LATE_SECONDS) video.currentTime = live - LATE_SECONDS / 2;
      firstCount = frames();
      running = framePresented(video, clock, gone.signal);
      void video.play().catch(() => undefined);
    },
    enter(entered) {
      events = entered;
      moved = { at: clock.monotonic(), position: video.currentTime };
      watch.start();
      tellEnd();
      if (!item.muted && volume > 0) hearVideo(video);
    },
    leave() {
      events = null;
      watch.stop();
      video.muted = true;
    },
    presented: () => running,
    applySettings,
    framesPresented: () => frames() - firstCount,
    // It watches itself, sooner than the stage would.
    isMoving: () => false,
    isBuffering: () => video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
    position: () => video.currentTime,
    flaws: () => NO_FLAWS,
    sample: () => readVideoPixels(page, video),
    preparedSample: () => prepared,
    release() {
      events = null;
      watch.stop();
      limit?.cancel();
      gone.abort();
      release(element);
    },
  };
}
