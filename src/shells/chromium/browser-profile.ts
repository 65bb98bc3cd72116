import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { dataFile } from '../../platform/files/data-files.ts';
import { writableFolder } from '../../platform/files/writable-folder.ts';
import { freeProfile } from './profile-lock.ts';

/** What a browser is started with so that its window is black before it has drawn anything, and the disk is spared. */
export interface BrowserProfile {
  readonly folder: string;
  /** A file: given for the folder of its caches, it keeps the browser from writing any. */
  readonly cacheBlocker: string;
  /** Pages may be touched: the next start takes away what they stored. */
  readonly noteTouch: () => void;
  /** Before each start of a browser: nobody else has the profile from here on. */
  readonly free: () => void;
  /** To be added to the browser's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

const THEME = 'DigiPlayer';
const BLACK = '* { background: #000; background-color: #000; color: #fff; }\n';

/**
 * What a start finds here is thrown away: what the browser before would restore after a crash (the player's page is all there
 * ever is), and caches that an earlier player let it write (the media are in the player's own store already).
 *
 * The sessions may be written. Where they cannot be, the browser counts each failure in its preferences and tries again after
 * 10 s: it wrote 14 kB and waited for the disk more than eight thousand times a day.
 */
const LEFT_BEHIND = ['Sessions', 'Sessions_Encrypted', 'Cache', 'Code Cache'];

/** What web pages store. A page that was touched when the power went left it behind, under a key that nobody knows any more. */
const OF_PAGES = ['WebStorage', 'IndexedDB', 'Local Storage', 'Session Storage', 'Service Worker', 'Cookies'];

/**
 * Pages may store something in their part of the browser, which lives as long as the player's page: some systems have their
 * Chromium refuse it to every frame of another site, and many pages fail at that. Nobody is asked whether to keep a password.
 */
const PREFERENCES = {
  extensions: { theme: { system_theme: 1 } },
  profile: { cookie_controls_mode: 0, block_third_party_cookies: false },
  credentials_enable_service: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
};

/**
 * Prepares the browser's own folder (mode 700) in the data folder, or elsewhere where that cannot be written: nothing in it
 * has to last, and where pages may be touched nothing that they stored outlasts a start.
 *
 * No switch keeps Chromium from writing caches; a file in the place of their folder does, and it goes without.
 *
 * On Linux a new window shows the colour of the GTK theme for about 50 ms and then that of Chromium's toolbar, before any
 * page has painted (seen at 60 frames a second). A GTK theme that is all black, and the profile's preference to follow
 * it, make both black.
 */
export function prepareBrowserProfile(dataFolder: string): BrowserProfile {
  const folder = writableFolder(dataFile(dataFolder, 'browserFolder'));
  writeOnce(join(folder, 'Default'), 'Preferences', JSON.stringify(PREFERENCES));
  for (const version of ['gtk-3.0', 'gtk-4.0']) {
    writeOnce(join(folder, 'share', 'themes', THEME, version), 'gtk.css', BLACK);
  }
  const profile = join(folder, 'Default');
  keepFromAsking(join(folder, 'Local State'));
  const touched = join(folder, 'touched');
  const leftBehind = existsSync(touched) ? [...LEFT_BEHIND, ...OF_PAGES] : LEFT_BEHIND;
  for (const name of leftBehind) rmSync(join(profile, name), { recursive: true, force: true });
  const cacheBlocker = join(folder, 'no-cache');
  blockFolder(cacheBlocker);
  return {
    folder,
    cacheBlocker,
    noteTouch: () => {
      writeOnce(folder, 'touched', '');
    },
    free: () => {
      freeProfile(folder);
    },
    environment:
      process.platform === 'linux'
        ? { XDG_DATA_HOME: join(folder, 'share'), GTK_THEME: THEME, ...temporaryInMemory() }
        : {},
  };
}

/**
 * A picture that stands for half a minute is written to a temporary file by the page's process, its bytes as they came: on a disk that
 * would be all of what is shown, each time that it is. (Not below the folder of the profile: a socket lies there, whose path may be only so long.)
 */
function temporaryInMemory(): Readonly<Record<string, string>> {
  const place = '/dev/shm';
  try {
    accessSync(place, constants.W_OK);
    return { TMPDIR: place };
  } catch {
    return {};
  }
}

/** As Chromium writes it: it offers no way to sign in to a server by HTTP. */
const NO_SCHEMES = { auth: { schemes: 'none' } };

/**
 * Has no request ask for a name and a password: the answer 401 to any of a page, in whatever frame, would bring a window over
 * everything that has the keys until somebody closes it. No switch does this; the file is the browser's own, which keeps what is in it.
 */
function keepFromAsking(path: string): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '{}';
  if (before.includes('"schemes":"none"')) return;
  let state: object = {};
  try {
    state = { ...(JSON.parse(before) as object) };
  } catch {
    // A file that a power cut tore: the browser would begin another one.
  }
  writeFileSync(path, JSON.stringify({ ...state, ...NO_SCHEMES }), { mode: 0o600 });
}

function writeOnce(folder: string, name: string, content: string): void {
  const path = join(folder, name);
  if (existsSync(path)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path, content, { mode: 0o600 });
}

/** Puts an empty file where a folder would be written to. */
function blockFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return;
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, '', { mode: 0o600 });
}
