import { useContext, useEffect } from 'react';
import type { Clock } from '../../src/shared/clock.ts';
import { isOverlayChord } from '../../src/shared/overlay-chord.ts';
import { pageTouch } from '../../src/shared/page-touch.ts';
import { PlayerStoreContext, usePlayerStore } from '../store/player-store.ts';
import { IDLE_MS, useIdle } from '../ui/use-idle.ts';
import { createCornerTaps } from './corner-taps.ts';
import { toLogicalPoint, type Rotation, type Size } from '../panel/geometry.ts';

/**
 * Opens the overlay by Ctrl+Alt+S, by Ctrl+Alt and the key of the settings, or by five taps in the picture's top-left corner, closes it by Escape or when nobody
 * touches it, and keeps the browser's own menus and drags away.
 */
export function useOverlayControls(clock: Clock, rotation: Rotation, panel: Size): void {
  const { width, height } = panel;
  const openOverlay = usePlayerStore((state) => state.openOverlay);
  const overlayOpen = usePlayerStore((state) => state.overlayOpen);
  const closeOverlay = usePlayerStore((state) => state.closeOverlay);
  useEffect(() => {
    const taps = createCornerTaps();
    const onPointer = ({ clientX, clientY }: PointerEvent): void => {
      const point = toLogicalPoint({ x: clientX, y: clientY }, rotation, { width, height });
      if (taps.tap(point, clock.monotonic())) openOverlay();
    };
    // What is pressed in a page is told by its guard.
    const kinds = ['pointerdown', pageTouch.press] as const;
    const listener = onPointer as EventListener;
    for (const kind of kinds) window.addEventListener(kind, listener, { capture: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, listener, { capture: true });
    };
  }, [clock, rotation, width, height, openOverlay]);
  useOverlayKeys();
  const closeSeconds = usePlayerStore((state) => state.snapshot?.settings.overlayCloseSeconds);
  useIdle(clock, overlayOpen, closeOverlay, (closeSeconds ?? IDLE_MS / 1_000) * 1_000);
  useNoBrowserGestures();
}

function useOverlayKeys(): void {
  const store = useContext(PlayerStoreContext);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const state = store?.getState();
      const { ctrlKey: control, altKey: alt, code } = event;
      if (isOverlayChord({ control, alt, code }, state?.snapshot?.settings.overlayKey ?? ''))
        state?.openOverlay();
      else if (event.key === 'Escape' && state?.overlayOpen === true) state.closeOverlay();
      else if (event.key === 'Escape' && state?.pairingRequested === true) state.dismissPairing();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [store]);
}

function useNoBrowserGestures(): void {
  useEffect(() => {
    const prevent = (event: Event): void => {
      event.preventDefault();
    };
    const kinds = ['contextmenu', 'dragstart', 'drop', 'dragover'] as const;
    for (const kind of kinds) window.addEventListener(kind, prevent);
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, prevent);
    };
  }, []);
}
