import type { BrowserWindow, Rectangle } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';
import { sameRectangle, type WindowSystem } from './display-placement.ts';

/** macOS leaves fullscreen with an animation of about a second, ms; one that never ends must not keep the window there. */
const LEAVE_WITHIN_MS = 3_000;

export interface PlacingDependencies {
  readonly windowSystem: WindowSystem;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Moves a kiosk window to `bounds`. It stays on its display, so it leaves kiosk mode for the move. macOS leaves it with an
 * animation and takes no bounds before its end. On Wayland no window may place itself, and leaving kiosk mode would only
 * show the desktop. Answers the way to stop waiting.
 */
export function placeWindow(
  window: BrowserWindow,
  bounds: Rectangle,
  { windowSystem, clock, log }: PlacingDependencies,
): () => void {
  const nothing = (): void => undefined;
  if (windowSystem === 'wayland' || sameRectangle(window.getBounds(), bounds)) return nothing;
  const move = (): void => {
    if (window.isDestroyed()) return;
    window.setBounds(bounds);
    window.setKiosk(true);
  };
  if (windowSystem !== 'macos') {
    window.setKiosk(false);
    move();
    return nothing;
  }
  const onLeft = (): void => {
    timer.cancel();
    move();
  };
  const timer = clock.after(LEAVE_WITHIN_MS, () => {
    window.off('leave-full-screen', onLeft);
    log.warn('macOS did not say that the window left fullscreen; it is placed all the same', {});
    move();
  });
  window.once('leave-full-screen', onLeft);
  window.setKiosk(false);
  return () => {
    timer.cancel();
    window.off('leave-full-screen', onLeft);
    // Half-way it would stay a window.
    if (!window.isDestroyed() && !window.isKiosk()) window.setKiosk(true);
  };
}
