// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import type { LayerEvents } from '../../../../../renderer/stage/layers/layer.ts';
import {
  largestImage,
  scaleFor,
  type PdfDocument,
} from '../../../../../renderer/stage/layers/pdf-document.ts';
import { createPdfLayer } from '../../../../../renderer/stage/layers/pdf-layer.ts';
import { createFakeClock } from '../../../../support/fakes/fake-clock.ts';
import { sampleItem } from '../../../../support/sample-program.ts';
import { sampleSettings as settings } from '../../../../support/sample-settings.ts';

function setUp({ pages = 4, drawsInMs = 0, broken = false } = {}) {
  const clock = createFakeClock();
  const state = { isClosed: false, broke: '' };
  const pdf: PdfDocument = {
    pages,
    render: (pageNumber, box) =>
      new Promise((resolve) => {
        const canvas = document.createElement('canvas');
        canvas.width = box.width;
        canvas.dataset['page'] = String(pageNumber);
        clock.after(drawsInMs, () => {
          resolve(canvas);
        });
      }),
    close: () => {
      state.isClosed = true;
    },
  };
  const item = sampleItem('leaflet', { kind: 'pdf', durationMs: 8_000 });
  const layer = createPdfLayer(document, clock, item, settings, {
    open: () => (broken ? Promise.reject(new Error('no PDF')) : Promise.resolve(pdf)),
    waitForPaint: () => Promise.resolve(),
    fetchBytes: () => Promise.resolve(new Uint8Array()),
  });
  const events: LayerEvents = {
    onEndKnown: () => undefined,
    onEnded: () => undefined,
    onBroken: (reason) => {
      state.broke = reason;
    },
  };
  const prepare = async (): Promise<boolean> => {
    const prepared = layer.prepare();
    await clock.advance(drawsInMs);
    return (await prepared).ok;
  };
  const pagesInDom = (): (string | undefined)[] =>
    [...layer.element.querySelectorAll('canvas')].map((canvas) => canvas.dataset['page']);
  return { clock, layer, events, state, prepare, pagesInDom };
}

describe('a PDF on the stage', () => {
  it('shares its time among its pages, and begins again when it stays', async () => {
    const { clock, layer, events, prepare, pagesInDom } = setUp();
    expect(await prepare()).toBe(true);
    layer.enter(events);
    const seen: string[] = [];
    for (let second = 0; second < 12; second += 1) {
      await clock.advance(second === 0 ? 500 : 1_000);
      seen.push(pagesInDom().join());
    }
    expect(seen).toEqual(['1', '1', '2', '2', '3', '3', '4', '4', '1', '1', '2', '2']);
    layer.release();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('draws the page that stands again when the panel has grown, and not when it shrank', async () => {
    let panelWidth = 640;
    const width = vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => panelWidth);
    let onResize = (): void => undefined;
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(listener: () => void) {
          onResize = listener;
        }
        observe = (): void => undefined;
        disconnect = (): void => undefined;
      },
    );
    const { clock, layer, prepare, pagesInDom } = setUp({ pages: 1 });
    await prepare();
    const drawn = (): number[] => [...layer.element.querySelectorAll('canvas')].map((canvas) => canvas.width);
    expect(drawn()).toEqual([640]);
    panelWidth = 1_280;
    onResize();
    await clock.advance(10);
    expect([drawn(), pagesInDom()]).toEqual([[1_280], ['1']]);
    panelWidth = 640;
    onResize();
    await clock.advance(10);
    expect(drawn()).toEqual([1_280]);
    layer.release();
    width.mockRestore();
    vi.unstubAllGlobals();
  });

  it('draws the page that stands and the one that waits anew when the process that draws was replaced', async () => {
    const { clock, layer, events, prepare, pagesInDom } = setUp();
    await prepare();
    layer.enter(events);
    await clock.advance(500);
    const first = layer.element.querySelector('canvas');
    layer.redraw?.();
    await clock.advance(10);
    expect(layer.element.querySelector('canvas')).not.toBe(first);
    expect(pagesInDom()).toEqual(['1']);
    const drawn = vi.spyOn(document, 'createElement');
    await clock.advance(1_500);
    expect(pagesInDom(), 'on its plan all the same').toEqual(['2']);
    // The one that waited, and the one after it.
    expect(drawn.mock.calls.filter(([name]) => name.includes('canvas'))).toHaveLength(2);
    drawn.mockRestore();
    layer.release();
  });

  it('lets a page stand until the next is drawn, and stays on its plan', async () => {
    const { clock, layer, events, prepare, pagesInDom } = setUp({ drawsInMs: 2_500 });
    await prepare();
    layer.enter(events);
    await clock.advance(2_400);
    expect(pagesInDom()).toEqual(['1']);
    await clock.advance(200);
    expect(pagesInDom()).toEqual(['2']);
    layer.release();
    // The page that was being drawn.
    await clock.advance(2_500);
  });

  it('gives each page of a thick book half a second, and the book no more time than it has', async () => {
    const { clock, layer, events, prepare, pagesInDom } = setUp({ pages: 10_000 });
    await prepare();
    layer.enter(events);
    await clock.advance(250);
    expect(pagesInDom()).toEqual(['1']);
    await clock.advance(7_500);
    expect(pagesInDom()).toEqual(['16']);
    layer.release();
  });

  it('says what is no PDF', async () => {
    expect(await setUp({ broken: true }).prepare()).toBe(false);
  });

  it('gives everything back, also while a page is being drawn', async () => {
    const { clock, layer, events, state, prepare, pagesInDom } = setUp({ drawsInMs: 1_000 });
    await prepare();
    layer.enter(events);
    await clock.advance(100);
    layer.release();
    await clock.advance(60_000);
    expect([state.isClosed, state.broke, pagesInDom()]).toEqual([true, '', []]);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('is drawn as large as it is shown, and no larger than memory allows', () => {
    const box = { width: 1920, height: 1080 };
    expect(scaleFor({ width: 960, height: 1080 }, box, 'contain')).toBe(1);
    expect(scaleFor({ width: 960, height: 1080 }, box, 'cover')).toBe(2);
    expect(scaleFor({ width: 100, height: 10_000 }, box, 'fill')).toBeCloseTo(0.41, 2);
  });
});

it('bounds the pictures within by the panel and the memory, and lets a scanned page through', () => {
  const fullHd = { width: 1_920, height: 1_080 };
  const fourK = { width: 3_840, height: 2_160 };
  const scan = 2_480 * 3_508;
  for (const memory of [0.5, 1, 8]) expect(largestImage(fullHd, memory)).toBeGreaterThan(scan);
  expect(largestImage(fourK, 8)).toBe(3_840 * 2_160 * 4);
  expect(largestImage(fourK, 2)).toBe(16_777_216);
  expect(largestImage(fourK, 8)).toBeLessThan(16_000 * 16_000);
});
