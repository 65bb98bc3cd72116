import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import { createPatience, watchForHang, type HangWatch, type Patience } from '../common/hang-watch.ts';
import { START_URL } from './app-origin.ts';
import { lockKeys } from './lock-keys.ts';
import { keepKeysFromPages } from './page-keys.ts';
import { placeWindow } from './place-window.ts';
import { displayReport, wantedBounds } from './wanted-display.ts';
import type { KioskWindowDependencies, KioskWindow } from './kiosk-window.types.ts';

/** A page that paints nothing within this time gets its black window all the same: the desktop must not be seen. */
const SHOW_ANYWAY_MS = 2_000;
/** Displays come and go in bursts while a cable is plugged. */
const DISPLAYS_SETTLE_MS = 500;
/** How often a page that is new is told of the pointer; it is asked a few times a second whether it lives. */
const POINTER_REMINDERS = 12;
/** What Chromium reports when a newer load replaced this one. */
const LOAD_ABORTED = -3;

/**
 * The one window: black from its first moment, shown when the page has painted, on the wanted display; what fails is told
 * once and brought back on demand (https://www.electronjs.org/docs/latest/api/browser-window).
 */
export function createKioskWindow(given: KioskWindowDependencies): KioskWindow {
  const dependencies: KioskWindowDependencies = {
    ...given,
    placement: () => ({ ...given.placement(), ...(wished !== null && { display: wished }) }),
  };
  const { app, clock, log, onClosed, onTrouble, screen, windowed } = dependencies;
  let window: BrowserWindow | null = null;
  let hung = false;
  let stopped = false;
  let isReloadAsked = false;
  /** A loss was told, and the order to load the page again is not there yet. */
  let isLost = false;
  /** What somebody chose since the start; null: what was stored then holds. */
  let wished: string | null = null;
  let settling: ClockTimer | null = null;
  let loading: ClockTimer | null = null;
  let endWatch = (): void => undefined;
  let endPlacing = (): void => undefined;
  const patience = createPatience(clock, dependencies.slowness);

  const load = (): void => {
    hung = false;
    isLost = false;
    if (window === null || window.isDestroyed()) open();
    // A failed load is told by did-fail-load; the promise says it a second time.
    else window.loadURL(START_URL).catch(() => undefined);
  };
  const pageFailed = (reason: string): void => {
    // One crash is often told twice (process gone, then load failed): one trouble, and one order to load it again.
    if (stopped || isLost) return;
    if (isReloadAsked) {
      isReloadAsked = false;
      load();
      return;
    }
    isLost = true;
    onTrouble({ reason, lost: 'page' });
  };

  const open = (): void => {
    if (stopped) return;
    const opened = dependencies.createWindow(windowOptions(dependencies));
    window = opened;
    const endWait = showWhenPainted(opened, clock);
    const endHangWatch = watchPage(opened, {
      windowed,
      pageFailed,
      clock,
      patience,
      setHung: (value) => {
        hung = value;
      },
    });
    endWatch = () => {
      endWait();
      endHangWatch();
    };
    keepKeysFromPages(opened.webContents, dependencies.isTouchable);
    if (!windowed) lockKeys(opened.webContents);
    // Above the task bar and what programs put over others; elsewhere a kiosk window is there already.
    if (!windowed && dependencies.windowSystem === 'windows') opened.setAlwaysOnTop(true, 'screen-saver');
    // Windows ends a session without asking the app (https://www.electronjs.org/docs/latest/api/browser-window#event-session-end-windows).
    opened.on('session-end', () => {
      dependencies.onSessionEnd();
    });
    opened.on('close', (event) => {
      if (!windowed && !stopped) event.preventDefault();
    });
    opened.on('closed', () => {
      if (window === opened) window = null;
      if (stopped) return;
      if (windowed) onClosed();
      else pageFailed('the window was closed');
    });
    opened.loadURL(START_URL).catch(() => undefined);
  };

  const placeAgain = (afterMs = DISPLAYS_SETTLE_MS): void => {
    settling?.cancel();
    endPlacing();
    settling = clock.after(afterMs, () => {
      if (window !== null && !window.isDestroyed() && !stopped)
        endPlacing = placeWindow(window, wantedBounds(dependencies), dependencies);
    });
  };
  const onDisplays = (): void => {
    placeAgain();
  };
  if (!windowed) {
    screen.on('display-added', onDisplays);
    screen.on('display-removed', onDisplays);
    screen.on('display-metrics-changed', onDisplays);
    // A machine that wakes may have other displays, and nothing may have said so.
    dependencies.powerMonitor.on('resume', onDisplays);
  }
  // https://www.electronjs.org/docs/latest/api/app#event-child-process-gone
  app.on('child-process-gone', (_event, details) => {
    if (details.type === 'GPU') onTrouble({ reason: details.reason, lost: 'graphics' });
    else log.warn('A helper process is gone.', { type: details.type, reason: details.reason });
  });

  const contents = (): WebContents | null =>
    window === null || window.isDestroyed() || window.webContents.isDestroyed() ? null : window.webContents;
  const isAlive = (): boolean => contents()?.isCrashed() === false && !hung;

  return {
    hasWindow: true,
    contents,
    show: () => {
      if (window === null) open();
      else bringToFront(window);
      return Promise.resolve();
    },
    reload: (reason) => {
      log.warn('The screen is loaded again.', { reason });
      // The page may be hung, and Electron tells of a hang only when someone presses a key: so its process is ended, and
      // render-process-gone brings it back in a new one.
      const shown = contents();
      if (shown === null || shown.isCrashed() || isLost) {
        // Not in the middle of the event that told of the loss.
        loading?.cancel();
        loading = clock.after(0, load);
      } else {
        isReloadAsked = true;
        shown.forcefullyCrashRenderer();
      }
      return Promise.resolve();
    },
    capture: async () => {
      const shown = contents();
      return shown === null || !isAlive() ? null : (await shown.capturePage()).toPNG();
    },
    isAlive: () => Promise.resolve(isAlive()),
    displays: () => Promise.resolve(displayReport(dependencies)),
    useDisplay: (wish) => {
      wished = wish;
      if (!windowed) placeAgain(0);
    },
    stop: () => {
      stopped = true;
      settling?.cancel();
      loading?.cancel();
      endPlacing();
      endWatch();
    },
  };
}

/** https://www.electronjs.org/docs/latest/api/structures/web-preferences; each default that matters is said aloud. */
function windowOptions(dependencies: KioskWindowDependencies): BrowserWindowConstructorOptions {
  const { windowed, preload, devTools } = dependencies;
  return {
    ...wantedBounds(dependencies),
    // Linux shows a kiosk window at once all the same (native_window_views.cc, SetFullScreen): hence black.
    show: false,
    backgroundColor: '#000000',
    title: 'DigiPlayer',
    kiosk: !windowed,
    frame: windowed,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      spellcheck: false,
      devTools,
      autoplayPolicy: 'no-user-gesture-required',
      // A screen that another window covers for a moment must keep its time.
      backgroundThrottling: false,
    },
  };
}

/** Shows the window when its page has painted, or after a while; answers the way to stop waiting for that. */
function showWhenPainted(window: BrowserWindow, clock: Clock): () => void {
  const show = (): void => {
    timer.cancel();
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  const timer = clock.after(SHOW_ANYWAY_MS, show);
  const cancel = (): void => {
    timer.cancel();
  };
  window.once('ready-to-show', show).once('closed', cancel);
  return cancel;
}

interface PageWatch {
  readonly windowed: boolean;
  readonly pageFailed: (reason: string) => void;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly setHung: (hung: boolean) => void;
}

/** Tells whatever happens to the page; answers the way to stop watching for a hang. */
function watchPage(window: BrowserWindow, watch: PageWatch): () => void {
  const { windowed, pageFailed, clock, patience, setHung } = watch;
  const { webContents } = window;
  let hangWatch: HangWatch | null = null;
  const endWatch = (): void => {
    hangWatch?.stop();
    hangWatch = null;
  };
  webContents.on('render-process-gone', (_event, details) => {
    endWatch();
    pageFailed(`render process: ${details.reason}`);
  });
  webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== LOAD_ABORTED) pageFailed(`load: ${description || String(code)}`);
  });
  // An answer of our own origin that says no is a page like any other to Electron (lib/browser/api/protocol.ts).
  webContents.on('did-navigate', (_event, _url, status) => {
    if (status >= 400) pageFailed(`load: status ${status}`);
  });
  webContents.on('preload-error', () => {
    pageFailed('the preload script failed');
  });
  // Electron itself tells of a hang only when an input event went unanswered for long, and nobody touches this screen
  // (https://www.electronjs.org/docs/latest/api/browser-window#event-unresponsive), so the page is asked.
  webContents.on('did-finish-load', () => {
    endWatch();
    const remindOfPointer = windowed ? (): void => undefined : createPointerReminder(window);
    hangWatch = watchForHang({
      ask: () => {
        remindOfPointer();
        return answers(webContents);
      },
      patience,
      clock,
      onHang: () => {
        setHung(true);
        // Ends the process; render-process-gone then brings the page back in a new one.
        if (!window.isDestroyed()) webContents.forcefullyCrashRenderer();
      },
    });
  });
  window.on('closed', endWatch);
  return endWatch;
}

/**
 * X draws a pointer in the middle of a bare screen, and Chromium hides it where the page says so only once it knows of one: a
 * page in a new process has to be told, and one that has not painted yet does not listen.
 */
function createPointerReminder(window: BrowserWindow): () => void {
  let left = POINTER_REMINDERS;
  return () => {
    if (left === 0 || window.isDestroyed()) return;
    left -= 1;
    window.webContents.sendInputEvent({ type: 'mouseMove', x: 0, y: 0 });
  };
}

/** https://www.electronjs.org/docs/latest/api/web-frame-main#frameexecutejavascriptcode-usergesture */
async function answers(contents: WebContents): Promise<boolean> {
  try {
    return (await contents.mainFrame.executeJavaScript('1')) === 1;
  } catch {
    // The frame is gone, or is just being replaced.
    return false;
  }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
