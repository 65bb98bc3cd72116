import { asWords, chromiumSwitches } from '../common/chromium-switches.ts';
import type { ChromiumSwitch } from '../common/graphics-guard.ts';
import type { WindowBounds } from './window-place.ts';

/** A page that is nothing but black, so that the window is black before the player's own page is in it. */
const BLACK_PAGE =
  'data:text/html,<title>DigiPlayer</title><style>html{background:%23000;cursor:none}</style>';

export interface BrowserArguments {
  readonly profileFolder: string;
  /** A file where the browser wants a folder for its caches, so that it keeps none on the disk; null: it may. */
  readonly cacheBlocker: string | null;
  /** The page to start at, whose address is no secret; null: a black one. */
  readonly startPage?: string | null;
  readonly windowed: boolean;
  /** What makes it take the certificate of the paired server, and by which way its pages leave. */
  readonly pages: readonly string[];
  /** How it draws, as switches. */
  readonly graphics: readonly ChromiumSwitch[];
  /** Chromium refuses to run as root with its sandbox. */
  readonly asRoot: boolean;
  /** What the last one filled, where that is known; it is put right where that has changed. */
  readonly place?: WindowBounds | null;
  /** The window when it does not fill the screen. */
  readonly size: { readonly width: number; readonly height: number };
}

/**
 * The command line of the browser. It holds no secret, since every user of the machine may read it: an address with
 * a ticket goes over the debugging pipe.
 */
export function browserArguments(given: BrowserArguments): string[] {
  const { profileFolder, cacheBlocker, windowed, asRoot, size, graphics, pages, startPage, place } = given;
  return [
    ...(windowed ? [`--window-size=${size.width},${size.height}`] : ['--kiosk', ...placed(place ?? null)]),
    `--app=${startPage ?? BLACK_PAGE}`,
    `--user-data-dir=${profileFolder}`,
    '--remote-debugging-pipe',
    ...asWords(chromiumSwitches('browser-window')),
    ...(cacheBlocker === null ? [] : [`--disk-cache-dir=${cacheBlocker}`]),
    ...pages,
    ...asWords(graphics),
    ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
  ];
}

/** One more pixel each way: without a window manager Chromium leaves the last column and row bare otherwise. */
function placed(place: WindowBounds | null): readonly string[] {
  if (place === null) return ['--window-position=0,0'];
  const { left, top, width, height } = place;
  return [`--window-position=${left},${top}`, `--window-size=${width + 1},${height + 1}`];
}
