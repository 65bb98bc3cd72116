import type { ChromiumSwitch } from './graphics-guard.ts';

/**
 * Who is started with a switch: `window`, each window of the player, in Electron too; `browser-window`, that of the Chromium
 * shell alone, since only a whole browser has what it takes away, or Electron has an interface for it; `browser`, every browser
 * that the player starts, also one without a window.
 */
type Place = 'window' | 'browser-window' | 'browser';

interface ReasonedSwitch {
  readonly name: string;
  readonly value?: string;
  readonly in: Place;
  readonly why: string;
}

/** Every switch that does not depend on a setting, with its reason. How it draws is said by `graphics-guard.ts`. */
export const CHROMIUM_SWITCHES: readonly ReasonedSwitch[] = [
  { name: 'disable-pinch', in: 'window', why: 'two fingers enlarge nothing' },
  { name: 'overscroll-history-navigation', value: '0', in: 'window', why: 'a swipe leaves no page' },
  {
    name: 'force-color-profile',
    value: 'srgb',
    in: 'window',
    why: 'colours as the file has them, whatever profile the desktop gave the panel, and without a conversion at each frame',
  },
  {
    name: 'disable-blink-features',
    value: 'EyeDropperAPI',
    in: 'window',
    why: 'no glass over the picture that takes the next touch, where a page may be touched',
  },
  {
    name: 'disable-background-timer-throttling',
    in: 'window',
    why: 'a window that another one covers for a moment keeps its time',
  },
  { name: 'disable-backgrounding-occluded-windows', in: 'window', why: 'the same, where the system says so' },
  { name: 'disable-renderer-backgrounding', in: 'window', why: 'its process keeps its priority, too' },
  {
    name: 'autoplay-policy',
    value: 'no-user-gesture-required',
    in: 'browser-window',
    why: 'sound without a touch; in Electron a preference of the window says it',
  },
  { name: 'force-dark-mode', in: 'browser-window', why: 'what the browser itself draws is dark' },
  { name: 'disable-infobars', in: 'browser-window', why: 'no bar over the picture' },
  { name: 'disable-print-preview', in: 'browser-window', why: 'no window to print from' },
  { name: 'disable-prompt-on-repost', in: 'browser-window', why: 'a reload asks nobody' },
  {
    name: 'deny-permission-prompts',
    in: 'browser-window',
    why: 'a page asks nobody; in Electron the session answers',
  },
  { name: 'no-first-run', in: 'browser', why: 'no welcome' },
  { name: 'no-default-browser-check', in: 'browser', why: 'no question' },
  { name: 'noerrdialogs', in: 'browser', why: 'no box about a profile' },
  { name: 'disable-session-crashed-bubble', in: 'browser', why: 'no offer to restore after a power cut' },
  { name: 'hide-crash-restore-bubble', in: 'browser', why: 'its newer name' },
  { name: 'disable-background-networking', in: 'browser', why: 'it asks nobody for anything' },
  { name: 'disable-component-update', in: 'browser', why: 'the same' },
  {
    name: 'component-updater',
    value: 'url-source=about:blank',
    in: 'browser',
    why: 'the switch above leaves the update of one component (of models that run on the device) at every start',
  },
  { name: 'disable-default-apps', in: 'browser', why: 'nothing is installed' },
  { name: 'disable-domain-reliability', in: 'browser', why: 'no report of failed requests' },
  { name: 'disable-extensions', in: 'browser', why: 'nobody else in the page' },
  { name: 'disable-notifications', in: 'browser', why: 'nothing over the picture' },
  { name: 'disable-sync', in: 'browser', why: 'no account' },
  { name: 'metrics-recording-only', in: 'browser', why: 'nothing is reported' },
  {
    name: 'password-store',
    value: 'basic',
    in: 'browser',
    why: 'no keyring asks for its password; Electron has it where no keyring is wanted (secret-box.ts)',
  },
  { name: 'use-mock-keychain', in: 'browser', why: 'the same on macOS' },
];

/** Features that are switched off, in the same way. */
const FEATURES_OFF: readonly { readonly name: string; readonly in: Place; readonly why: string }[] = [
  { name: 'HardwareMediaKeyHandling', in: 'window', why: 'a key that says pause stops no video' },
  { name: 'GlobalMediaControls', in: 'browser', why: 'nor does a button of the browser' },
  { name: 'Translate', in: 'browser', why: 'no offer to translate a page' },
  { name: 'MediaRouter', in: 'browser', why: 'no search for devices to cast to' },
  { name: 'OptimizationHints', in: 'browser', why: 'it asks nobody for anything' },
  { name: 'AutofillServerCommunication', in: 'browser', why: 'the same' },
  { name: 'CertificateTransparencyComponentUpdater', in: 'browser', why: 'the same' },
  { name: 'NetworkTimeServiceQuerying', in: 'browser', why: 'the same' },
  {
    name: 'SpareRendererForSitePerProcess',
    in: 'browser-window',
    why: 'a process of 14 MB that waits for a page nobody opens; those of the playlist are prepared half a minute before',
  },
];

/** The switches of Electron's window, of the Chromium shell's, or of a browser without a window. */
export function chromiumSwitches(of: 'electron' | 'browser-window' | 'browser'): readonly ChromiumSwitch[] {
  const places: readonly Place[] = PLACES[of];
  const features = FEATURES_OFF.filter((feature) => places.includes(feature.in)).map(({ name }) => name);
  return [
    ...CHROMIUM_SWITCHES.filter((one) => places.includes(one.in)).map(({ name, value }): ChromiumSwitch =>
      value === undefined ? [name] : [name, value],
    ),
    ['disable-features', features.join(',')],
  ];
}

const PLACES = {
  electron: ['window'],
  'browser-window': ['window', 'browser-window', 'browser'],
  browser: ['browser'],
} as const satisfies Record<string, readonly Place[]>;

/** As words of a command line. */
export function asWords(switches: readonly ChromiumSwitch[]): readonly string[] {
  return switches.map(([name, value]) => (value === undefined ? `--${name}` : `--${name}=${value}`));
}
