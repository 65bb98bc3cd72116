// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createVideoLayer } from '../../../../../renderer/stage/layers/video-layer.ts';
import { createFakeClock } from '../../../../support/fakes/fake-clock.ts';
import { sampleItem } from '../../../../support/sample-program.ts';
import { sampleSettings as settings } from '../../../../support/sample-settings.ts';

/** A video that loads at once and presents a frame when the test says so; the page's frames come the same way. */
function setUp() {
  const clock = createFakeClock();
  const layer = createVideoLayer(document, clock, sampleItem('film', { kind: 'video' }), {
    ...settings,
    backgroundColour: '#ff00ff',
  });
  const video = layer.element.querySelector('video');
  if (video === null) throw new Error('The layer has no video.');
  const waiting: VideoFrameRequestCallback[] = [];
  Object.assign(video, {
    requestVideoFrameCallback: (callback: VideoFrameRequestCallback) => waiting.push(callback),
    cancelVideoFrameCallback: () => undefined,
    load: () => {
      queueMicrotask(() => video.dispatchEvent(new Event('loadeddata')));
    },
    play: () => Promise.resolve(),
    pause: () => undefined,
    getVideoPlaybackQuality: () => ({ droppedVideoFrames: 0 }),
  });
  Object.defineProperty(video, 'videoWidth', { value: 640 });
  return {
    clock,
    layer,
    colour: () => layer.element.style.backgroundColor,
    present: async () => {
      const metadata = { expectedDisplayTime: 0, mediaTime: 0, presentedFrames: 1 };
      for (const callback of waiting.splice(0)) callback(0, metadata as VideoFrameCallbackMetadata);
      await clock.advance(0);
    },
  };
}

describe('a video layer', () => {
  let frames: FrameRequestCallback[] = [];
  const frame = (): void => {
    for (const callback of frames.splice(0)) callback(0);
  };
  beforeEach(() => {
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is drawn from its preparation on, without being seen', () => {
    const { layer } = setUp();
    expect(layer.element.style.visibility).toBe('hidden');
    void layer.prepare();
    const { visibility, opacity, clipPath } = layer.element.style;
    expect(visibility).toBe('visible');
    expect(Number(opacity)).toBeGreaterThan(0);
    expect(Number(opacity)).toBeLessThan(1 / 128);
    expect(clipPath).not.toBe('');
    layer.release();
  });

  it('is ready, and has a background, only after a frame of it and one more of the page were presented', async () => {
    const { clock, layer, colour, present } = setUp();
    let isReady = false;
    void layer.prepare().then(() => (isReady = true));
    await clock.advance(1_000);
    layer.applySettings({ ...settings, backgroundColour: '#ff00ff' });
    expect([isReady, colour()]).toEqual([false, '']);
    await present();
    expect([isReady, colour()]).toEqual([false, '']);
    frame();
    await clock.advance(0);
    expect([isReady, colour()]).toEqual([true, '#ff00ff']);
    await clock.advance(5_000);
    layer.release();
  });

  it('is not ready while a later frame than its first is what was presented last', async () => {
    const { clock, layer, present } = setUp();
    const video = layer.element.querySelector('video') ?? document.createElement('video');
    let second = 0.04;
    Object.defineProperty(video, 'currentTime', {
      get: () => second,
      set: (wanted: number) => {
        second = wanted;
        queueMicrotask(() => video.dispatchEvent(new Event('seeked')));
      },
    });
    let isReady = false;
    void layer.prepare().then(() => (isReady = true));
    await present();
    frame();
    await clock.advance(10);
    expect([second, isReady]).toEqual([0, false]);
    await present();
    expect(isReady).toBe(false);
    frame();
    await clock.advance(0);
    expect(isReady).toBe(true);
    layer.release();
  });

  it('is ready all the same on a page that nobody paints', async () => {
    const { clock, layer } = setUp();
    let isReady = false;
    void layer.prepare().then(() => (isReady = true));
    await clock.advance(2_001);
    expect(isReady).toBe(true);
    layer.release();
  });

  it('tells when a frame was presented since it was begun', async () => {
    const { clock, layer, present } = setUp();
    void layer.prepare();
    await present();
    frame();
    await clock.advance(0);
    layer.begin(null);
    let isPresented = false;
    void layer.presented().then(() => (isPresented = true));
    await clock.advance(0);
    expect(isPresented).toBe(false);
    await present();
    frame();
    await clock.advance(0);
    expect(isPresented).toBe(true);
    layer.release();
  });
});
