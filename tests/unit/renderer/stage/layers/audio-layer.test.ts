// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { createAudioLayer } from '../../../../../renderer/stage/layers/audio-layer.ts';
import type { Layer, StageSettings } from '../../../../../renderer/stage/layers/layer.ts';
import { createFakeClock } from '../../../../support/fakes/fake-clock.ts';
import { sampleItem } from '../../../../support/sample-program.ts';

const settings: StageSettings = {
  fit: 'contain',
  backgroundColour: '#000000',
  transition: 'cut',
  transitionMs: 0,
  volume: 40,
  longestWaitSeconds: 60,
};

function sound(key: string) {
  const layer = createAudioLayer(
    document,
    createFakeClock(),
    sampleItem(key, { kind: 'audio', muted: false }),
    settings,
  );
  const box = layer.element;
  document.body.append(box);
  const audio = box.querySelector('audio');
  if (audio === null) throw new Error('no audio');
  audio.play = () => Promise.resolve();
  audio.pause = () => undefined;
  audio.load = () => undefined;
  return { layer, box, audio };
}

/** A layer with a picture, which notes that it was let go. */
function picture(): Pick<Layer, 'element' | 'release' | 'applySettings' | 'redraw'> & {
  readonly isGone: () => boolean;
  readonly redrawn: () => number;
} {
  const element = document.createElement('div');
  let isGone = false;
  let redrawn = 0;
  return {
    element,
    applySettings: () => undefined,
    redraw: () => {
      redrawn += 1;
    },
    redrawn: () => redrawn,
    release: () => {
      isGone = true;
    },
    isGone: () => isGone,
  };
}

it('is heard at the volume that is set, over the picture that it finds, which goes with it', () => {
  const { layer, audio } = sound('one');
  const before = picture();
  expect([audio.volume, layer.isBare?.()]).toEqual([0.4, true]);
  layer.standOn?.(before as unknown as Layer);
  expect([layer.element, layer.isBare?.()]).toEqual([before.element, false]);
  layer.applySettings({ ...settings, volume: 10 });
  expect(audio.volume).toBe(0.1);
  layer.redraw?.();
  expect(before.redrawn(), 'what stands below lost its pixels with the process that draws').toBe(1);
  layer.release();
  expect([before.isGone(), document.querySelector('audio')]).toEqual([true, null]);
});

it('hands the picture on to the sound behind it, so that none piles up', () => {
  const [one, two] = [sound('one'), sound('two')];
  const before = picture();
  one.layer.standOn?.(before as unknown as Layer);
  two.layer.standOn?.(one.layer);
  expect([two.layer.element, before.isGone(), one.box.isConnected]).toEqual([before.element, false, false]);
  two.layer.release();
  expect(before.isGone()).toBe(true);
});

it('stands on nothing where the one before it did', () => {
  const [one, two] = [sound('one'), sound('two')];
  two.layer.standOn?.(one.layer);
  expect(two.layer.isBare?.()).toBe(true);
  two.layer.release();
});

it('tells when it ends, and that it broke', () => {
  const { layer, audio } = sound('one');
  const told: string[] = [];
  Object.defineProperty(audio, 'duration', { value: 3 });
  layer.enter({
    onEndKnown: (endMs) => told.push(`ends at ${endMs}`),
    onEnded: () => told.push('ended'),
    onBroken: (reason) => told.push(reason.slice(0, 9)),
  });
  audio.dispatchEvent(new Event('ended'));
  audio.dispatchEvent(new Event('error'));
  expect(told).toEqual(['ends at 3000', 'ended', 'The sound']);
  layer.release();
});
