import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  PowerMonitor,
  Screen,
  WebContents,
} from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ScreenPort, ScreenTrouble } from '../../shared/host.ts';
import type { WindowSystem } from './display-placement.ts';
import type { KnownFrame } from './touch-pages.ts';

export interface KioskWindowDependencies {
  readonly app: Pick<App, 'on'>;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on'>;
  readonly powerMonitor: Pick<PowerMonitor, 'on'>;
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly preload: string;
  /** Whether this is an ordinary window on a desktop: not fullscreen, keys left alone, and closing it ends the player. */
  readonly windowed: boolean;
  readonly windowSystem: WindowSystem;
  readonly devTools: boolean;
  /** Whether a frame belongs to a page that may be touched, and so may have text; missing: none does. */
  readonly isTouchable?: (frame: KnownFrame) => boolean;
  /** The settings `display` and `resolution` as they stand now. */
  readonly placement: () => { readonly display: string; readonly resolution: string };
  /** How much longer than usual things take on this machine now, from 1. */
  readonly slowness: () => number;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of every loss that nobody asked for; the page comes back when {@link ScreenPort.reload} says so. */
  readonly onTrouble: (trouble: ScreenTrouble) => void;
  /** Windows shuts down, or its user logs off: there is a moment left. */
  readonly onSessionEnd: () => void;
  /** A person closed the window (only when windowed). */
  readonly onClosed: () => void;
}

export interface KioskWindow extends ScreenPort {
  /** The contents of the window; null before `show` and when it is gone. */
  contents(): WebContents | null;
  /** Lets go of the window: from now on it may close, and nothing brings it back. */
  stop(): void;
}
