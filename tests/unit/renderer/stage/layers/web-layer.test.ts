// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://127.0.0.1:9/" }
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createWebLayer, type PageLook } from '../../../../../renderer/stage/layers/web-layer.ts';
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
    for (const code of ['bridge-lost', 'no-such-page'] as const) {
      const { layer, frame } = setUp('https://dashboard.example/', () => Promise.resolve(fail(code, 'No.')));
      const prepared = layer.prepare();
      frame.dispatchEvent(new Event('load'));
      expect((await prepared).ok).toBe(true);
    }
  });

  it('gets neither the cookies of the machine nor the pointer', () => {
    const { layer, frame } = setUp('https://dashboard.example/');
    expect(frame.hasAttribute('credentialless')).toBe(true);
    expect(frame.getAttribute('sandbox')).toBe('allow-scripts allow-same-origin');
    expect(frame.getAttribute('allow')).toBe('local-network; local-network-access');
    expect(layer.element.style.pointerEvents).toBe('none');
  });
});
