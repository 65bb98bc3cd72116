// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createImageLayer } from '../../../../../renderer/stage/layers/image-layer.ts';
import {
  boundedBox,
  neededSize,
  type ImageScaler,
} from '../../../../../renderer/stage/layers/image-scaler.ts';
import type { Layer } from '../../../../../renderer/stage/layers/layer.ts';
import { sampleItem } from '../../../../support/sample-program.ts';
import { sampleSettings as settings } from '../../../../support/sample-settings.ts';

let own = { width: 8_000, height: 4_500 };
let panel = { width: 1_280, height: 720 };
let decodes = 0;
let orders: { width: number; height: number }[] = [];
/** What became of each bitmap that the scaler gave out. */
let closed = 0;

const scale: ImageScaler = ({ size }) => {
  orders.push(size);
  const bitmap = { ...size, close: () => (closed += 1) };
  return Promise.resolve(bitmap as unknown as ImageBitmap);
};

beforeEach(() => {
  [own, panel, decodes, orders, closed] = [
    { width: 8_000, height: 4_500 },
    { width: 1_280, height: 720 },
    0,
    [],
    0,
  ];
  vi.spyOn(HTMLImageElement.prototype, 'src', 'set').mockImplementation(function (this: HTMLImageElement) {
    queueMicrotask(() => this.dispatchEvent(new Event('load')));
  });
  vi.spyOn(HTMLImageElement.prototype, 'naturalWidth', 'get').mockImplementation(() => own.width);
  vi.spyOn(HTMLImageElement.prototype, 'naturalHeight', 'get').mockImplementation(() => own.height);
  vi.spyOn(HTMLImageElement.prototype, 'decode').mockImplementation(() => {
    decodes += 1;
    return Promise.resolve();
  });
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => panel.width);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockImplementation(() => panel.height);
  vi.spyOn(window, 'innerWidth', 'get').mockImplementation(() => panel.width);
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(((kind: string) =>
    kind === 'bitmaprenderer' ? { transferFromImageBitmap: () => undefined } : null) as never);
});
afterEach(() => {
  vi.restoreAllMocks();
});

function make(scaler: ImageScaler | null = scale, mime = 'image/jpeg'): Layer {
  return createImageLayer(document, sampleItem('picture', { mime }), settings, {
    scale: scaler,
    waitForPaint: () => Promise.resolve(),
  });
}

const canvasOf = (layer: Layer): string | null => {
  const canvas = layer.element.querySelector('canvas');
  return canvas === null ? null : `${canvas.width}×${canvas.height}`;
};

describe('a still picture', () => {
  it('that is larger than the panel is kept as large as that needs, and never decoded whole', async () => {
    const layer = make();
    expect((await layer.prepare()).ok).toBe(true);
    expect(canvasOf(layer)).toBe('1280×720');
    expect(layer.element.querySelector('img')).toBeNull();
    expect(decodes).toBe(0);
    expect(layer.framesPresented()).toBe(1);
  });

  it('that is not larger keeps all its pixels, and none of them in an image that the browser would keep', async () => {
    own = { width: 1_280, height: 700 };
    const layer = make();
    expect((await layer.prepare()).ok).toBe(true);
    expect(canvasOf(layer)).toBe('1280×700');
    expect(layer.element.querySelector('img')).toBeNull();
    expect([orders, decodes]).toEqual([[own], 0]);
  });

  it.each(['image/gif', 'image/apng', 'image/svg+xml', 'image/bmp'])(
    'of type %s stays an image',
    async (mime) => {
      const layer = make(scale, mime);
      await layer.prepare();
      expect([orders, decodes]).toEqual([[], 1]);
    },
  );

  it('is drawn by the browser where there is no worker, or the worker has no answer', async () => {
    for (const scaler of [null, () => Promise.resolve(null)]) {
      const layer = make(scaler);
      expect((await layer.prepare()).ok).toBe(true);
      expect(canvasOf(layer)).toBeNull();
      expect(layer.element.querySelector('img')).not.toBeNull();
    }
    expect(decodes).toBe(2);
  });

  it('is made sharp again when the panel needs more of it, and not when it needs less', async () => {
    const layer = make();
    await layer.prepare();
    panel = { width: 1_920, height: 1_080 };
    layer.applySettings(settings);
    await vi.waitFor(() => {
      expect(canvasOf(layer)).toBe('1920×1080');
      expect(layer.element.childElementCount).toBe(1);
    });
    panel = { width: 640, height: 360 };
    layer.applySettings(settings);
    await Promise.resolve();
    expect(orders).toHaveLength(2);
  });

  it('is drawn anew when the process that draws was replaced, and an image that the browser draws is not', async () => {
    const layer = make();
    await layer.prepare();
    const lost = layer.element.querySelector('canvas');
    layer.redraw?.();
    await vi.waitFor(() => {
      expect(layer.element.childElementCount).toBe(1);
      expect(layer.element.querySelector('canvas')).not.toBe(lost);
    });
    expect(canvasOf(layer)).toBe('1280×720');
    const image = make(null);
    await image.prepare();
    const before = decodes;
    image.redraw?.();
    await Promise.resolve();
    expect([orders.length, decodes]).toEqual([2, before]);
  });

  it('is kept with all its pixels on a panel that is larger than it, and then not anew', async () => {
    const layer = make();
    await layer.prepare();
    for (const width of [9_000, 10_000]) {
      panel = { width, height: (width / 16) * 9 };
      layer.applySettings(settings);
      await vi.waitFor(() => {
        expect(canvasOf(layer)).toBe('8000×4500');
      });
    }
    expect(orders).toHaveLength(2);
  });

  it('stops what it does when it is released', async () => {
    let signal: AbortSignal | null = null;
    const layer = make((_order, given) => {
      signal = given;
      return new Promise((resolve) => {
        given.addEventListener('abort', () => {
          resolve(null);
        });
      });
    });
    const preparing = layer.prepare();
    await vi.waitFor(() => {
      expect(signal).not.toBeNull();
    });
    layer.release();
    expect((await preparing).ok).toBe(false);
    expect(decodes).toBe(0);
  });
});

describe('the pixels that a picture needs', () => {
  const box = { width: 1_920, height: 1_080 };
  it.each([
    ['contain', { width: 4_000, height: 4_000 }, { width: 1_080, height: 1_080 }],
    ['cover', { width: 4_000, height: 4_000 }, { width: 1_920, height: 1_920 }],
    ['fill', { width: 4_000, height: 4_000 }, { width: 1_920, height: 1_080 }],
    ['fill', { width: 4_000, height: 500 }, { width: 1_920, height: 500 }],
    ['contain', { width: 1_920, height: 1_080 }, { width: 1_920, height: 1_080 }],
    ['contain', { width: 640, height: 360 }, { width: 640, height: 360 }],
    ['cover', { width: 20_000, height: 500 }, null],
    ['contain', { width: 100_000, height: 10 }, { width: 1_920, height: 1 }],
  ] as const)('%s of %o', (fit, picture, needed) => {
    expect(neededSize(picture, box, fit, 4_096)).toEqual(needed);
  });
});

describe('a picture of a wall', () => {
  const wall = { width: 3 * 1_920, height: 1_080 };
  it('is scaled to the wall, and left to the browser where a driver could not hold it in one piece', () => {
    const photo = { width: 12_000, height: 2_250 };
    expect(neededSize(photo, wall, 'contain', 7_680)).toEqual(wall);
    expect(neededSize(photo, wall, 'contain', 4_096)).toBeNull();
  });

  it('is drawn as large as one piece may be, in the shape of the wall', () => {
    expect(boundedBox(wall, 7_680)).toEqual(wall);
    expect(boundedBox(wall, 4_096)).toEqual({ width: 4_096, height: 768 });
  });
});

describe('a drawing of the store', () => {
  const sources = (): string[] => asked.filter((source) => source.startsWith('/media/'));
  let asked: string[] = [];

  beforeEach(() => {
    asked = [];
    vi.spyOn(HTMLImageElement.prototype, 'src', 'set').mockImplementation((source: string) => {
      asked.push(source);
    });
  });

  function drawing(source = '/media/abc'): Layer {
    return createImageLayer(document, sampleItem('sign', { mime: 'image/svg+xml', source }), settings, {
      scale,
      waitForPaint: () => Promise.resolve(),
    });
  }

  it('is asked for as a picture of the panel, and anew for another size or fit, without a gap', async () => {
    const layer = drawing();
    expect((await layer.prepare()).ok).toBe(true);
    expect(sources()).toEqual(['/media/abc?width=1280&height=720&fit=contain']);
    const first = layer.element.querySelector('img');

    panel = { width: 720, height: 1_280 };
    layer.applySettings(settings);
    await vi.waitFor(() => {
      expect(layer.element.querySelector('img')).not.toBe(first);
    });
    layer.applySettings({ ...settings, fit: 'cover' });
    await vi.waitFor(() => {
      expect(sources()).toHaveLength(3);
    });
    expect(sources().slice(1)).toEqual([
      '/media/abc?width=720&height=1280&fit=contain',
      '/media/abc?width=720&height=1280&fit=cover',
    ]);
    layer.release();
  });

  it('that ships with the player is taken as it is', async () => {
    const layer = drawing('/assets/sign.svg');
    await layer.prepare();
    expect(asked).toContain('/assets/sign.svg');
    layer.release();
  });
});

describe('the picture that stood on the screen before the player', () => {
  const stand = (source: string): HTMLImageElement => {
    document.body.innerHTML = `<div id="first-picture"><img></div><div id="root"></div>`;
    const picture = document.querySelector('img');
    if (picture === null) throw new Error('there is no picture');
    picture.setAttribute('src', source);
    return picture;
  };

  it('is taken over as it is, seen all the while, and made as small as the panel needs it behind that', async () => {
    const picture = stand('/media/picture');
    const layer = make();
    expect((await layer.prepare()).ok).toBe(true);
    // The same element, in a box that is still hidden.
    expect(layer.element.querySelector('img')).toBe(picture);
    expect([layer.element.style.visibility, picture.style.visibility]).toEqual(['hidden', 'visible']);
    expect([orders, decodes]).toEqual([[], 1]);
    expect(document.getElementById('first-picture')).not.toBeNull();
    layer.begin(null);
    expect([document.getElementById('first-picture'), picture.style.visibility]).toEqual([null, '']);
    await vi.waitFor(() => {
      expect(canvasOf(layer)).toBe('1280×720');
      expect(layer.element.childElementCount).toBe(1);
    });
  });

  it('is left alone by another item, and by the same one the second time', async () => {
    stand('/media/other');
    const layer = make();
    await layer.prepare();
    expect(document.querySelector('#first-picture img')).not.toBeNull();
    const picture = stand('/media/picture');
    const [first, second] = [make(), make()];
    await first.prepare();
    await second.prepare();
    expect(first.element.querySelector('img')).toBe(picture);
    expect(canvasOf(second)).toBe('1280×720');
  });

  it('that cannot be decoded fails like any other', async () => {
    stand('/media/picture');
    vi.spyOn(HTMLImageElement.prototype, 'decode').mockRejectedValue(new Error('broken'));
    expect((await make().prepare()).ok).toBe(false);
  });
});
