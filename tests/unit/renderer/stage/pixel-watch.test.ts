// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../../renderer/stage/layers/layer.ts';
import { createPixelWatch, judgePixels, type PixelFacts } from '../../../../renderer/stage/pixel-watch.ts';
import { toSample, type PixelSample } from '../../../../renderer/stage/read-pixels.ts';
import { bridgeRequests } from '../../../../src/shared/bridge.ts';
import { sampleItem } from '../../../support/sample-program.ts';

const flat = (value: number): PixelSample => ({ cells: [value, value, value, value] });
const facts = (changes: Partial<PixelFacts> = {}): PixelFacts => ({
  now: flat(100),
  before: flat(90),
  brightestLuma: 100,
  shouldMove: true,
  isLaidOut: true,
  ...changes,
});

interface Shown {
  source: string;
  kind: 'image' | 'video';
  now: PixelSample | null;
  prepared: PixelSample;
}

function layerOf(shown: Shown): Layer {
  const element = document.createElement('div');
  document.body.append(element);
  return {
    item: sampleItem('a', { source: shown.source, kind: shown.kind }),
    element,
    prepare: () => Promise.reject(new Error('not asked for here')),
    begin: () => undefined,
    enter: () => undefined,
    leave: () => undefined,
    presented: () => Promise.resolve(),
    applySettings: () => undefined,
    framesPresented: () => 0,
    isMoving: () => shown.kind === 'video',
    isBuffering: () => false,
    flaws: () => ({ dropped: 0, repeated: 0 }),
    sample: () => Promise.resolve(shown.now),
    preparedSample: () => shown.prepared,
    position: () => 0,
    release: () => undefined,
  };
}

describe('the verdict on pixels', () => {
  it('is told from brightness after Rec. 709', () => {
    expect(toSample([255, 255, 255, 255, 0, 255, 0, 255]).cells.map(Math.round)).toEqual([255, 182]);
  });

  it('passes the bridge also for a picture that is all white, whatever rounding makes of it', () => {
    const white = toSample(new Uint8ClampedArray(16 * 9 * 4).fill(255));
    const pixels = judgePixels(facts({ now: white, before: white, shouldMove: false }));
    const parsed = bridgeRequests['still-alive'].safeParse({ pixels });
    expect(parsed.success).toBe(true);
  });

  it('is playing while a video changes, and for a picture that stands as it should', () => {
    expect(judgePixels(facts())).toEqual({ verdict: 'playing', luma: 100, variance: 0, change: 10 });
    expect(judgePixels(facts({ before: flat(100), shouldMove: false })).verdict).toBe('playing');
  });

  it('is frozen for a video that should move and does not', () => {
    expect(judgePixels(facts({ before: flat(100) })).verdict).toBe('frozen');
    expect(judgePixels(facts({ before: null }))).toMatchObject({ verdict: 'playing', change: null });
  });

  it('is black where an item is that was bright, and not where its own picture is', () => {
    expect(judgePixels(facts({ now: flat(0) })).verdict).toBe('black');
    expect(judgePixels(facts({ now: flat(0), brightestLuma: 0, shouldMove: false })).verdict).toBe('playing');
    expect(judgePixels(facts({ now: { cells: [0, 0, 0, 40] } })).verdict).toBe('playing');
  });

  it('is black where the item lies hidden', () => {
    expect(judgePixels(facts({ isLaidOut: false })).verdict).toBe('black');
  });
});

describe('the watch over pixels', () => {
  const remedies = (shown: Shown, looks: number): string[] => {
    const watch = createPixelWatch();
    const layer = layerOf(shown);
    return Array.from({ length: looks }, () => watch.look(layer, shown.now)?.remedy ?? 'nothing to see');
  };

  it('prepares a black image again, then asks to be loaded again, then leaves it', () => {
    const shown: Shown = { source: '/media/a', kind: 'image', now: flat(0), prepared: flat(90) };
    expect(remedies(shown, 12)).toEqual([
      ...['none', 'none', 'prepare'],
      ...['none', 'none', 'reload'],
      ...['none', 'none', 'none', 'none', 'none', 'none'],
    ]);
  });

  it('leaves an image alone that is meant to be black, and one that stands', () => {
    const dark: Shown = { source: '/media/a', kind: 'image', now: flat(0), prepared: flat(0) };
    expect(new Set(remedies(dark, 20))).toEqual(new Set(['none']));
    expect(new Set(remedies({ ...dark, now: flat(80), prepared: flat(80) }, 20))).toEqual(new Set(['none']));
  });

  it('gives a frozen video one fresh decoder, and takes a film of a still picture for what it is', () => {
    const still: Shown = { source: '/media/a', kind: 'video', now: flat(80), prepared: flat(80) };
    expect(remedies(still, 30).filter((remedy) => remedy !== 'none')).toEqual(['prepare']);
  });

  it('says nothing of what it cannot read', () => {
    expect(createPixelWatch().look(null, null)).toBeNull();
    expect(remedies({ source: 'https://page', kind: 'image', now: null, prepared: flat(0) }, 1)).toEqual([
      'nothing to see',
    ]);
  });
});
