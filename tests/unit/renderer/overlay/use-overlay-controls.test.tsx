// @vitest-environment happy-dom
import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { BridgeProvider } from '../../../../renderer/bridge/bridge-context.tsx';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { createFakeBridge } from '../../../support/fakes/fake-bridge.ts';
import type { Rotation } from '../../../../renderer/panel/geometry.ts';
import { useOverlayControls } from '../../../../renderer/overlay/use-overlay-controls.ts';
import { IDLE_MS } from '../../../../renderer/ui/use-idle.ts';
import { createPlayerStore } from '../../../../renderer/store/player-store.ts';
import type { VisibleSettings } from '../../../../src/shared/settings-schema.ts';
import { pageTouch } from '../../../../src/shared/page-touch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const panel = { width: 1920, height: 1080 };

function setUp(rotation: Rotation = 0, settings: Partial<VisibleSettings> = {}) {
  const clock = createFakeClock();
  const store = createPlayerStore();
  store.getState().takeSnapshot(sampleSnapshot({ settings: { ...sampleSnapshot().settings, ...settings } }));
  function Controls(): ReactNode {
    useOverlayControls(clock, rotation, panel);
    return null;
  }
  const { unmount } = render(
    <BridgeProvider bridge={createFakeBridge()} store={store}>
      <Controls />
    </BridgeProvider>,
  );
  return {
    clock,
    unmount,
    isOpen: () => store.getState().overlayOpen,
    press: (init: KeyboardEventInit) => {
      act(() => {
        window.dispatchEvent(new KeyboardEvent('keydown', init));
      });
    },
    tap: (clientX: number, clientY: number, times = 5, kind = 'pointerdown') => {
      act(() => {
        for (let count = 0; count < times; count += 1) {
          window.dispatchEvent(new PointerEvent(kind, { clientX, clientY }));
        }
      });
    },
  };
}

describe('the way into the overlay', () => {
  it('is open by five taps in the corner of a page that has them itself, as its guard tells', () => {
    const { tap, isOpen, unmount } = setUp();
    tap(20, 20, 4, pageTouch.press);
    tap(400, 20, 1, pageTouch.press);
    expect(isOpen()).toBe(false);
    tap(20, 20, 3, pageTouch.press);
    tap(20, 20, 2);
    expect(isOpen()).toBe(true);
    unmount();
  });

  it('is Ctrl+Alt+S, and Escape is the way out', () => {
    const { press, isOpen, unmount } = setUp();
    press({ code: 'KeyS', ctrlKey: true });
    expect(isOpen()).toBe(false);
    press({ code: 'KeyS', ctrlKey: true, altKey: true });
    expect(isOpen()).toBe(true);
    press({ key: 'Escape' });
    expect(isOpen()).toBe(false);
    unmount();
  });

  it.each([
    [0, 10, 10],
    [90, 1_910, 10],
    [180, 1_910, 1_070],
    [270, 10, 1_070],
  ] as const)('is five taps in the corner that people see as top left, at %d°', (rotation, x, y) => {
    const { tap, isOpen, unmount } = setUp(rotation);
    tap(960, 540);
    tap(x, y, 4);
    expect(isOpen()).toBe(false);
    tap(x, y, 1);
    expect(isOpen()).toBe(true);
    unmount();
  });

  it.each([
    ['d', 'KeyD', 'KeyK'],
    ['9', 'Digit9', 'Numpad9'],
  ])('is also Ctrl+Alt+%s where the settings say so, and no other key', (overlayKey, code, other) => {
    const { press, isOpen, unmount } = setUp(0, { overlayKey });
    press({ code: other, ctrlKey: true, altKey: true });
    press({ code, ctrlKey: true });
    expect(isOpen()).toBe(false);
    press({ code, ctrlKey: true, altKey: true });
    expect(isOpen()).toBe(true);
    press({ key: 'Escape' });
    press({ code: 'KeyS', ctrlKey: true, altKey: true });
    expect(isOpen(), 'S opens it always').toBe(true);
    unmount();
  });

  it('has no second key unless one is set', () => {
    const { press, isOpen, unmount } = setUp();
    for (const code of ['KeyD', 'Key', 'Digit9', 'Digit']) press({ code, ctrlKey: true, altKey: true });
    expect(isOpen()).toBe(false);
    unmount();
  });

  it.each([30, 600])('shuts after the %d seconds that the settings say', async (overlayCloseSeconds) => {
    const { clock, press, isOpen, unmount } = setUp(0, { overlayCloseSeconds });
    press({ code: 'KeyS', ctrlKey: true, altKey: true });
    await act(() => clock.advance(overlayCloseSeconds * 1_000 - 1));
    expect(isOpen()).toBe(true);
    await act(() => clock.advance(1));
    expect(isOpen()).toBe(false);
    unmount();
  });

  it('shuts after two minutes without a touch', async () => {
    const { clock, press, tap, isOpen, unmount } = setUp();
    press({ code: 'KeyS', ctrlKey: true, altKey: true });
    await act(() => clock.advance(IDLE_MS - 1));
    tap(900, 900, 1);
    await act(() => clock.advance(IDLE_MS - 1));
    expect(isOpen()).toBe(true);
    await act(() => clock.advance(1));
    expect(isOpen()).toBe(false);
    unmount();
  });
});
