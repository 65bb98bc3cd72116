import type { Display, Rectangle } from 'electron';
import type { DisplayReport } from '../../shared/displays.ts';
import { chooseDisplay, displayChoices } from '../common/choose-display.ts';
import { windowedBounds } from './display-placement.ts';
import type { KioskWindowDependencies } from './kiosk-window.types.ts';

/** Where the window belongs now, in DIP. */
export function wantedBounds({ screen, placement, windowed }: KioskWindowDependencies): Rectangle {
  const { display, resolution } = placement();
  const chosen: Display = chooseDisplay(screen.getAllDisplays(), screen.getPrimaryDisplay(), display);
  return windowed ? windowedBounds(chosen, resolution) : chosen.bounds;
}

/** The displays of this machine, and when a choice among them holds. */
export function displayReport({
  screen,
  placement,
  windowed,
  windowSystem,
}: KioskWindowDependencies): DisplayReport {
  const displays = screen.getAllDisplays();
  // getPrimaryDisplay answers another object for the same display.
  const { id } = screen.getPrimaryDisplay();
  const primary = displays.find((one) => one.id === id) ?? displays[0];
  // On Wayland the next start takes XWayland for a display that is wished for, where there is one.
  const onWayland = (process.env['DISPLAY'] ?? '') === '' ? 'never' : 'next-start';
  const applies = windowed ? 'never' : windowSystem === 'wayland' ? onWayland : 'now';
  if (primary === undefined) return { displays: [], applies };
  const { display } = placement();
  return { displays: displayChoices(displays, primary, display, ({ scaleFactor }) => scaleFactor), applies };
}
