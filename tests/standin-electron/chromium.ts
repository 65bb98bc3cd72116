import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Display, Rectangle } from 'electron';
import { findBrowser } from '../../src/shells/chromium/find-browser.ts';
import { screenSize } from '../support/e2e/x11-close.ts';
import { createDebugging, type Debugging } from './debugging.ts';
import { endProcess } from '../support/e2e/processes.ts';

/** The machine's own Chromium, standing for the one inside Electron. */
export interface Chromium {
  readonly pid: number;
  readonly debugging: Debugging;
  readonly displays: readonly Display[];
  /** Opens a window without a frame and answers the id of its page. */
  openWindow(options: WindowWish): Promise<string>;
  /** Ends it and removes its profile, before this returns. */
  end(): void;
}

interface WindowWish {
  readonly kiosk: boolean;
  readonly bounds: Rectangle;
}

export interface ChromiumStart {
  /** The command line's switches that are Chromium's own. */
  readonly switches: readonly string[];
  /** Where Electron keeps the profile; here it only gets the file that names the debugging port. */
  readonly sessionData: string;
  readonly onEnd: (code: number | null) => void;
  readonly onGpuLoss: () => void;
  /** What Chromium itself says when it does not start. */
  readonly onWord: (line: string) => void;
}

const PROFILE = 'standin-electron-';
const BLACK = 'data:text/html,<title>DigiPlayer</title><style>html{background:%23000;cursor:none}</style>';

const QUIET = [
  ...[
    '--no-first-run',
    '--no-default-browser-check',
    '--noerrdialogs',
    '--disable-infobars',
    '--disable-sync',
  ],
  ...['--disable-session-crashed-bubble', '--hide-crash-restore-bubble', '--disable-extensions'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-default-apps'],
  '--password-store=basic',
  // Of the window's webPreferences: autoplayPolicy.
  '--autoplay-policy=no-user-gesture-required',
];
/** What a whole browser has and Electron has not, as features. */
const FEATURES_OFF = ['Translate', 'MediaRouter', 'OptimizationHints', 'PaintHolding'];
const DISABLE_FEATURES = '--disable-features=';

/** Starts it without a window; rejects when it ends before it speaks. */
export async function startChromium(start: ChromiumStart): Promise<Chromium> {
  const executable = findBrowser() ?? '/usr/bin/chromium';
  removeAbandonedProfiles();
  // Not in the data folder: real Chromium leaves links there that Electron makes only for its single-instance lock.
  const profile = mkdtempSync(join(tmpdir(), `${PROFILE}${process.pid}-`));
  const sandboxing = start.switches.includes('--no-sandbox') ? ['--test-type'] : [];
  // Chromium does not know the second switch; it says in the list of processes whose browser this is.
  const common = [
    `--user-data-dir=${profile}`,
    `--stands-in-for=${start.sessionData}`,
    ...QUIET,
    ...start.switches.filter((word) => !word.startsWith(DISABLE_FEATURES)),
    featuresOff(start.switches),
    ...sandboxing,
  ];
  const child = spawn(executable, [...common, '--no-startup-window', '--remote-debugging-pipe'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('Chromium could not be started.');
  const end = (): void => {
    child.removeAllListeners('exit');
    endProcess(-pid);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  child.once('exit', start.onEnd);
  const address = listen(child, start);
  // stdio 3 and 4 were asked for as pipes above.
  const debugging = createDebugging(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const displays = await readDisplays();
  await debugging.send('Target.setDiscoverTargets', { discover: true });
  await debugging.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true });
  if (start.switches.some((name) => name.startsWith('--remote-debugging-port'))) {
    process.stderr.write(`\nDevTools listening on ${await address}\n`);
  }
  // Chromium says the address before its own file is written, so that a copy of the file could be empty.
  void address.then((spoken) => {
    writePortFile(spoken, start.sessionData);
  });
  return {
    pid,
    debugging,
    displays,
    end,
    openWindow: (wish) => openWindow({ executable, common, debugging, wish }),
  };
}

/** Its own and the app's in one switch, as Electron joins them (shell/browser/feature_list.cc): of two the last would win. */
function featuresOff(switches: readonly string[]): string {
  const asked = switches.find((word) => word.startsWith(DISABLE_FEATURES))?.slice(DISABLE_FEATURES.length);
  return DISABLE_FEATURES + [...FEATURES_OFF, ...(asked === undefined ? [] : [asked])].join(',');
}

/** Answers the address of the debugging port, once Chromium has said it. */
function listen(child: ChildProcess, { onGpuLoss, onWord }: ChromiumStart): Promise<string> {
  return new Promise((resolve) => {
    let rest = '';
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (address !== undefined) resolve(address);
        if (line.includes('GPU process exited unexpectedly')) onGpuLoss();
        if (line.includes('no-sandbox')) onWord(line);
      }
    });
  });
}

/** A bare X display has one screen, and that is the one display that the stand-in knows. */
async function readDisplays(): Promise<Display[]> {
  const bounds = { x: 0, y: 0, ...(await screenSize(process.env['DISPLAY'] ?? '')) };
  return [{ id: 1, label: '', bounds, workArea: bounds, scaleFactor: 1 } as Display];
}

interface Opening {
  readonly executable: string;
  readonly common: readonly string[];
  readonly debugging: Debugging;
  readonly wish: WindowWish;
}

/**
 * A second Chromium on the same profile hands its command line to the first and ends: only so is there a window without a
 * frame. A kiosk window then gets the place that no window manager gives it.
 */
async function openWindow({ executable, common, debugging, wish }: Opening): Promise<string> {
  const { kiosk, bounds } = wish;
  if (common.includes('--headless')) {
    const { targetId } = await debugging.send<{ targetId: string }>('Target.createTarget', { url: BLACK });
    return targetId;
  }
  const token = randomUUID();
  const opened = new Promise<string>((resolve) => {
    debugging.onEvent(({ name, parameters }) => {
      const { targetInfo } = parameters as { targetInfo?: { targetId: string; url: string } };
      if (name === 'Target.targetCreated' && targetInfo?.url.endsWith(token) === true)
        resolve(targetInfo.targetId);
    });
  });
  spawn(
    executable,
    [
      ...common.filter((word) => !word.startsWith('--remote-debugging')),
      `--app=${BLACK}#${token}`,
      `--window-position=${bounds.x},${bounds.y}`,
      ...(kiosk ? ['--kiosk'] : [`--window-size=${bounds.width},${bounds.height}`]),
    ],
    { stdio: 'ignore' },
  );
  const targetId = await opened;
  if (kiosk) await placeWindow(debugging, targetId, bounds);
  return targetId;
}

/** One more pixel each way: without a window manager Chromium leaves the last column and row bare otherwise. */
export async function placeWindow(
  debugging: Debugging,
  targetId: string,
  { x, y, width, height }: Rectangle,
): Promise<void> {
  const { windowId } = await debugging.send<{ windowId: number }>('Browser.getWindowForTarget', { targetId });
  await debugging.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
  const bounds = { left: x, top: y, width: width + 1, height: height + 1 };
  await debugging.send('Browser.setWindowBounds', { windowId, bounds });
}

/** Electron writes this file into its folder of session data (shell/browser/ui/devtools_manager_delegate.cc). */
function writePortFile(address: string, sessionData: string): void {
  const { port, pathname } = new URL(address);
  mkdirSync(sessionData, { recursive: true, mode: 0o700 });
  writeFileSync(join(sessionData, 'DevToolsActivePort'), `${port}\n${pathname}`);
}

/** A stand-in that was killed could not remove its own. */
function removeAbandonedProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${PROFILE}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
