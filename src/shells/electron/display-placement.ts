import type { CommandLine, Rectangle } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { KnownDisplay } from '../common/choose-display.ts';

/** Who places windows; the first two let a window place itself at once, macOS when it has left fullscreen, Wayland never. */
export type WindowSystem = 'windows' | 'x11' | 'macos' | 'wayland';

/**
 * The window system that Electron takes: Wayland in a Wayland session, unless `--ozone-platform` says otherwise
 * (https://www.electronjs.org/docs/latest/breaking-changes, planned changes of version 38).
 */
export function windowSystemOf(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  ozonePlatform: string,
): WindowSystem {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return 'macos';
  if (ozonePlatform === 'x11' || ozonePlatform === 'wayland') return ozonePlatform;
  return environment['XDG_SESSION_TYPE'] === 'wayland' ? 'wayland' : 'x11';
}

/**
 * Has the window shown through XWayland where a `display` is wanted, before ready: on Wayland nobody can choose the display of a
 * window. Not where the command line names a platform; and where no X server is the compositor decides, which is said once.
 */
export function preferPlaceableWindows(
  commandLine: Pick<CommandLine, 'getSwitchValue' | 'appendSwitch'>,
  given: {
    readonly platform: NodeJS.Platform;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly display: string;
    readonly log: Log;
  },
): void {
  const { platform, environment, display, log } = given;
  const named = commandLine.getSwitchValue('ozone-platform');
  if (display === '' || windowSystemOf(platform, environment, named) !== 'wayland') return;
  if (named === '' && (environment['DISPLAY'] ?? '') !== '')
    commandLine.appendSwitch('ozone-platform', 'x11');
  else log.warn('On Wayland the compositor decides which display the window fills.', { display });
}

export function sameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** The middle of `display`, `resolution` large (`1280x720`, the default), never larger than the display itself. */
export function windowedBounds(display: KnownDisplay, resolution: string): Rectangle {
  const [width, height] = /^(\d+)x(\d+)$/.exec(resolution)?.slice(1).map(Number) ?? [1280, 720];
  const { bounds } = display;
  const size = {
    width: Math.min(width ?? 1280, bounds.width),
    height: Math.min(height ?? 720, bounds.height),
  };
  return {
    ...size,
    x: bounds.x + Math.floor((bounds.width - size.width) / 2),
    y: bounds.y + Math.floor((bounds.height - size.height) / 2),
  };
}

/** What the window needs of the stored settings; `display` of the command line wins. */
export function placementFrom(
  stored: Readonly<Record<string, unknown>>,
  display: string | null,
): { readonly display: string; readonly resolution: string } {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { display: display ?? text(stored['display']), resolution: text(stored['resolution']) };
}
