// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://127.0.0.1:9/" }
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Layer } from '../../../../../renderer/stage/layers/layer.ts';
import {
  createWebLayer,
  type PageLook,
  type PageTouch,
} from '../../../../../renderer/stage/layers/web-layer.ts';
import { pageTouch } from '../../../../../src/shared/page-touch.ts';
import { fail, ok } from '../../../../../src/shared/result.ts';
import { createFakeClock } from '../../../../support/fakes/fake-clock.ts';
import { sampleItem } from '../../../../support/sample-program.ts';
import { sampleSettings as settings } from '../../../../support/sample-settings.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const fine: PageLook = (address) =>
  Promise.resolve(ok({ status: 200, frameOptions: null, contentSecurityPolicy: null, address }));

function setUp(source: string, look: PageLook = fine) {
  const clock = createFakeClock();
  const layer = createWebLayer(document, clock, sampleItem('page', { kind: 'web', source }), settings, look);
  const frame = layer.element.querySelector('iframe');
  if (frame === null) throw new Error('A web page has no frame.');
  // Nothing is fetched here: the element keeps its address to itself.
  vi.spyOn(frame, 'src', 'set').mockImplementation(() => undefined);
  return { clock, layer, frame };
}

describe('a web page on the stage', () => {
  it('is ready when it has loaded, and leaves no timer behind', async () => {
    const { clock, layer, frame } = setUp('https://dashboard.example/');
    const prepared = layer.prepare();
    frame.dispatchEvent(new Event('load'));
    expect((await prepared).ok).toBe(true);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('is given up when it does not load in twelve seconds', async () => {
    const { clock, layer } = setUp('https://dashboard.example/');
    const prepared = layer.prepare();
    await clock.advance(12_000);
    expect(await prepared).toMatchObject({ ok: false, error: { code: 'too-slow' } });
  });

  /** Chromium lets nobody read where a page of another origin stands. */
  function standsForeign(frame: HTMLIFrameElement): void {
    const location = {
      get href(): string {
        throw new DOMException('Blocked a frame from accessing a cross-origin frame.', 'SecurityError');
      },
    };
    Object.defineProperty(frame, 'contentWindow', { value: { location } });
  }

  it('is shown when it never says that it has loaded, but stands after twelve seconds', async () => {
    const { clock, layer, frame } = setUp('http://camera.example/stream');
    standsForeign(frame);
    const prepared = layer.prepare();
    await clock.advance(11_999);
    expect(layer.framesPresented()).toBe(0);
    await clock.advance(1);
    expect(await prepared).toMatchObject({ ok: true });
    expect(layer.framesPresented()).toBe(1);
  });

  it('is not shown so when nobody knows its head', async () => {
    const { clock, layer, frame } = setUp('http://camera.example/stream', () =>
      Promise.resolve(fail('bridge-lost', 'No.')),
    );
    standsForeign(frame);
    const prepared = layer.prepare();
    await clock.advance(12_000);
    expect(await prepared).toMatchObject({ ok: false, error: { code: 'too-slow' } });
  });

  it('shows no scroll bar', () => {
    expect(setUp('https://dashboard.example/').frame.getAttribute('scrolling')).toBe('no');
  });

  it("refuses the player's own origin and what is no web address", async () => {
    for (const source of [`${location.origin}/index.html`, 'javascript:alert(1)', 'file:///etc/passwd']) {
      expect(await setUp(source).layer.prepare()).toMatchObject({
        ok: false,
        error: { code: 'refused-address' },
      });
    }
  });

  it('is not shown when it refuses frames, although Chromium says that it has loaded', async () => {
    const refusing: PageLook = (address) =>
      Promise.resolve(ok({ status: 200, frameOptions: 'DENY', contentSecurityPolicy: null, address }));
    const { layer, frame } = setUp('https://dashboard.example/', refusing);
    const prepared = layer.prepare();
    frame.dispatchEvent(new Event('load'));
    expect(await prepared).toMatchObject({
      ok: false,
      error: {
        code: 'page-refuses-frame',
        message: 'The page page.png cannot be shown: it refuses to be shown inside another page.',
      },
    });
  });

  it('is not shown when nobody answers at its address, and is not waited for', async () => {
    const { clock, layer } = setUp('https://dashboard.example/', () =>
      Promise.resolve(fail('page-unreachable', 'its address cannot be reached (ECONNREFUSED)')),
    );
    expect(await layer.prepare()).toMatchObject({ ok: false, error: { code: 'page-unreachable' } });
    layer.release();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('is shown when nobody can look at it: the bridge is away, or a proxy stands between', async () => {
    for (const code of ['bridge-lost', 'page-not-judged', 'no-such-page'] as const) {
      const { layer, frame } = setUp('https://dashboard.example/', () => Promise.resolve(fail(code, 'No.')));
      const prepared = layer.prepare();
      frame.dispatchEvent(new Event('load'));
      expect((await prepared).ok).toBe(true);
    }
  });

  describe('that may be touched', () => {
    const map = 'https://map.example/';

    function setUpMap(look: PageLook = fine) {
      const forgotten: string[] = [];
      const touch: PageTouch = {
        isTouchable: (address) => address.startsWith(map),
        forget: () => {
          forgotten.push(layer.element.querySelector('iframe') === null ? 'gone' : 'still there');
          return Promise.resolve();
        },
      };
      vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockImplementation(() => undefined);
      const clock = createFakeClock();
      const layer: Layer = createWebLayer(
        document,
        clock,
        sampleItem('page', { kind: 'web', source: map }),
        settings,
        look,
        touch,
      );
      const frame = (): HTMLIFrameElement => {
        const found = layer.element.querySelector('iframe');
        if (found === null) throw new Error('A web page has no frame.');
        return found;
      };
      const touched: string[] = [];
      const enter = (): void => {
        layer.enter({
          ...{ onEndKnown: () => undefined, onEnded: () => undefined, onBroken: () => undefined },
          onTouched: (kind) => touched.push(kind),
        });
        frame().dispatchEvent(new Event(pageTouch.answer));
      };
      return { clock, layer, frame, forgotten, touched, enter };
    }

    it('sends its forms, is scrolled, and gets the pointer while it is on the screen', () => {
      const { layer, frame, enter, touched } = setUpMap();
      expect(frame().getAttribute('sandbox')).toBe('allow-scripts allow-same-origin allow-forms');
      expect(frame().getAttribute('allow')).toBe(
        "local-network; local-network-access; picture-in-picture 'none'",
      );
      expect(frame().hasAttribute('credentialless')).toBe(true);
      expect(frame().hasAttribute('scrolling')).toBe(false);
      expect(layer.element.style.pointerEvents).toBe('none');
      enter();
      expect(layer.element.style.pointerEvents).toBe('auto');
      frame().dispatchEvent(new Event(pageTouch.press));
      layer.leave();
      expect(layer.element.style.pointerEvents).toBe('none');
      expect(touched).toEqual(['press']);
      layer.release();
    });

    it('begins anew after what it stored is wiped, and that is wiped after its frame is gone', async () => {
      const { clock, layer, frame, forgotten, enter } = setUpMap();
      enter();
      const used = frame();
      used.dispatchEvent(new Event(pageTouch.press));
      const renewed = layer.renew?.();
      await clock.advance(0);
      expect(forgotten).toEqual(['gone']);
      expect(frame()).not.toBe(used);
      expect(layer.element.style.pointerEvents).toBe('none');
      frame().dispatchEvent(new Event('load'));
      expect(await renewed).toEqual(ok(null));
      frame().dispatchEvent(new Event(pageTouch.answer));
      expect(layer.element.style.pointerEvents).toBe('auto');
      layer.release();
      expect(forgotten, 'nobody used it since').toHaveLength(1);
      expect(clock.pendingTimers()).toBe(0);
    });

    it('is wiped when it leaves after it was used, and not otherwise', () => {
      for (const isUsed of [true, false]) {
        const { layer, frame, forgotten, enter } = setUpMap();
        enter();
        if (isUsed) frame().dispatchEvent(new Event(pageTouch.press));
        layer.leave();
        layer.release();
        expect(forgotten).toEqual(isUsed ? ['gone'] : []);
      }
    });

    it('is not loaded any more when it was taken away while it was wiped', async () => {
      const { layer, enter } = setUpMap();
      enter();
      const renewed = layer.renew?.();
      layer.release();
      expect(await renewed).toMatchObject({ ok: false, error: { code: 'released' } });
      expect(layer.element.querySelector('iframe')).toBeNull();
    });

    it('is not shown when it leads to a host that is not of the list', async () => {
      const { layer } = setUpMap(() =>
        Promise.resolve(
          ok({
            status: 200,
            frameOptions: null,
            contentSecurityPolicy: null,
            address: 'https://away.example/',
          }),
        ),
      );
      expect(await layer.prepare()).toMatchObject({ ok: false, error: { code: 'page-leads-away' } });
      layer.release();
    });
  });

  it('gets neither the cookies of the machine nor the pointer', () => {
    const { layer, frame } = setUp('https://dashboard.example/');
    expect(frame.hasAttribute('credentialless')).toBe(true);
    expect(frame.getAttribute('sandbox')).toBe('allow-scripts allow-same-origin');
    expect(frame.getAttribute('allow')).toBe('local-network; local-network-access');
    expect(layer.element.style.pointerEvents).toBe('none');
    expect('renew' in layer).toBe(false);
  });
});
