import type { SettingName } from '../../src/shared/settings-schema.ts';

/**
 * What each setting does, for docs/settings.md: a sentence or two for who runs many screens. Names, keys, defaults, units
 * and allowed values are read from the schema and the file formats. A setting without a line here does not pass the types.
 */
export const settingMeanings: Readonly<Record<SettingName, string>> = {
  serverUrl:
    'The address of DigiServer. Without a scheme it is https; http:// in a file is consent to no encryption.',
  hostname: 'The name of this screen as it stands in DigiServer; empty: the name of the machine.',
  playerId: 'The number that the server gave this screen; it says it at pairing.',
  groupId: 'The playlist or group that the screen belongs to; the server says it at pairing.',
  quickconnectCode:
    'The code that pairs the screen without a person. It goes into the vault and is never stored in clear.',
  password: 'The password of the screen, in place of the code. It goes into the vault.',
  authCode: 'An auth code that the server gave before, so that no sign-in is needed. It goes into the vault.',

  verifySsl: 'The certificate must be one that the machine trusts. False alone is for development.',
  useServerCertificate:
    'The certificate of the server is pinned: exactly this one counts, self-signed or not.',
  certificateFingerprint:
    'The pinned certificate must have this fingerprint; empty: the first one that is shown is pinned.',
  certificatePath: 'A certificate in PEM, DER or PKCS#7 that is read at the first contact.',
  requestTimeoutSeconds: 'How long one request to the server may take.',
  retryAttempts: 'The most tries within one call.',
  retryDelaySeconds: 'The base of the waits between tries; each next one is longer, and varied by chance.',
  playlistPollSeconds: 'How often the playlist is asked for.',
  beatSeconds: 'How often the screen tells the server how it is.',
  verifySeconds: 'How often the auth code is checked.',
  certificateRereadHours:
    'How often a pinned server is asked which certificate comes next; every hour within 30 days of the end.',

  cacheFolder: 'Where the content is kept; empty: `media` in the data folder.',
  maxCacheSizeMb: 'The most that the content may take. What is on no playlist goes first.',
  scrubSeconds: 'How often one stored file is read again and compared with its hash.',
  downloadLimitKbps: 'How fast all downloads of media together may be; 0: as fast as they come.',
  downloadHours:
    'When media may be downloaded, written as the hours of the panel; empty: always. A screen without a whole playlist waits for no hour.',
  fallbackFolder:
    'A folder of images and videos that play, in the order of their names, while nothing else can; `fallback` in the data folder is always one.',
  backgroundMusic:
    'A folder of music that is heard beside the content, in the order of its names, and softly under what is heard itself; empty: none.',
  sticks:
    'Takes playlists off sticks that were made for this screen (bundle make); false: no stick is ever looked at.',

  orientation: 'How the picture stands; `auto` follows the server. A technician sets it on the screen.',
  startOrientation: 'How the picture stands until the server says something.',
  rotation:
    'Turns the picture by so many degrees, and goes before the orientation; `auto`: as the orientation needs.',
  fit: 'How content of another shape fills the panel: all of it, cropped, or stretched.',
  backgroundColour: 'What is seen beside content that does not fill the panel.',
  transition: 'How one item follows another.',
  transitionMs: 'How long a transition takes.',
  volume: 'How loud videos are, of the volume of the machine.',
  longestWaitSeconds: 'How long a new playlist waits for the end of an item that it still has.',
  shuffle:
    'A new order by chance in each round: every item once, and none twice in a row. Not in a group, whose screens share one order.',
  clock: 'The time of day in a corner; in a wall the one screen of that corner shows it.',
  ticker:
    'One line of text along the lower edge, which runs when it is longer than the screen; not in a wall of several columns.',
  pixelShift: 'Moves the picture by a pixel every 15 s, never seen, so that nothing burns in. Not in a wall.',
  syncGroup:
    'Screens with the same name here and the same playlist show the same item at the same time; empty: each goes its own way.',
  wall: 'Which part of one picture over many screens this one shows: columns x rows @ column,row from the top left, and the bezel; empty: the whole.',
  resolution: 'The size of the window with `--windowed`; empty: 1280x720. It is reported to the server.',
  display:
    'Which monitor to use: its place from left to right from 1 on, its name or its id; empty: the primary one.',
  refererFor: 'The Referer that the pages of a host get, for embedded players that refuse without one.',
  interactiveHosts: 'Hosts whose web pages may be touched, more of them behind a blank; empty: none.',
  language: 'The language of the screens around the content; `auto`: the language of the system.',

  loggingEnabled: 'Without it only errors are logged.',
  logLevel: 'From which level on lines are logged.',
  logFile: 'Where the log is written; empty: `logs/player.log` in the data folder.',
  logMaxSizeMb: 'How large one file of the log may grow.',
  logMaxFiles: 'How many files of the log are kept.',

  graphics: 'How much the graphics driver is used; `auto` leaves a driver alone that keeps failing.',
  overlayCloseSeconds: 'After so long without a touch the hidden settings close by themselves.',
  overlayKey: 'Opens the hidden settings together with Ctrl and Alt, beside S; empty: only S does.',
  volatileFolder:
    'A folder in memory (Linux) for status, figures, picture, log and the browser’s profile; what is acknowledged stays on the disk. Empty: the data folder.',
  secretStore: 'Where Linux keeps the key of the credentials: a file, or the keyring of the desktop.',

  keepAwake: 'Keeps the display on.',
  screenHours:
    'When the panel is on, by weekday and date; empty: what the server says, else always. Times past midnight belong to the day on which they begin.',
  screenOffWhenClosed:
    'Turns the panel off also while no item of the playlist may be shown by its own days and hours.',
  nightlyRestart: 'Restarts the player after this time, between two items; empty: never.',
  lastScreen:
    'Keeps `last-screen.webp` in the data folder, a picture of the screen of at most 40 kB, new with each beat; a server that asks for it gets it.',
  metrics: 'Keeps `metrics.prom` in the data folder, figures for Prometheus, new with each beat.',
  memoryLimitMb:
    'Above it the screen is loaded anew between two items; 0: seven tenths of the memory of the machine.',

  updateFeed:
    'Where newer versions of the player are looked for: an address below which manifest.json lies, server for /static/player/ of the paired server, or empty: nowhere.',
  updateHour: 'A newer version is started after this time, between two items; any: at the next boundary.',
};
