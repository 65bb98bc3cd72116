import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebContents } from 'electron';
import { preventable } from '../support/fakes/electron/fake-window.ts';
import type { StandInApp } from './app.ts';
import { placeWindow, type Chromium } from './chromium.ts';
import type { StandInIpc } from './ipc-main.ts';
import type { Origins } from './origins.ts';
import { createWebContents, type StandInContents } from './web-contents.ts';

export interface WindowDependencies {
  readonly app: StandInApp;
  readonly origins: Origins;
  readonly ipc: StandInIpc;
  /** Chromium once it runs; throws before ready, as Electron's constructor does. */
  readonly chromium: () => Chromium;
}

/** https://www.electronjs.org/docs/latest/api/browser-window: the constructor, with its static members. */
export interface WindowMaker {
  readonly BrowserWindow: new (options?: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly webContents: {
    fromDevToolsTargetId(targetId: string): WebContents | undefined;
    getAllWebContents(): WebContents[];
  };
  /** Destroys every window without asking it. */
  destroyAll(): void;
}

interface Opened {
  readonly window: BrowserWindow;
  readonly destroy: () => void;
}

export function createWindowMaker(dependencies: WindowDependencies): WindowMaker {
  const open: Opened[] = [];
  let lastId = 0;
  const forget = (window: BrowserWindow): void => {
    open.splice(0, open.length, ...open.filter((other) => other.window !== window));
    if (open.length === 0) dependencies.app.emit('window-all-closed');
  };
  // A function that answers an object does as a constructor, and needs no class.
  const make = function (options: BrowserWindowConstructorOptions = {}): BrowserWindow {
    lastId += 1;
    const opened = openWindow({ ...dependencies, options, id: lastId, forget });
    open.push(opened);
    dependencies.app.emit('web-contents-created', {}, opened.window.webContents);
    return opened.window;
  };
  const windows = (): BrowserWindow[] => open.map(({ window }) => window);
  const BrowserWindowMaker = Object.assign(make, {
    getAllWindows: windows,
    fromWebContents: (contents: WebContents) =>
      windows().find(({ webContents }) => webContents === contents) ?? null,
  });
  return {
    BrowserWindow: BrowserWindowMaker as unknown as WindowMaker['BrowserWindow'],
    webContents: {
      getAllWebContents: () => windows().map(({ webContents }) => webContents),
      fromDevToolsTargetId: (wanted) =>
        windows()
          .map(({ webContents }) => webContents as StandInContents['contents'])
          .find(({ targetId }) => targetId() === wanted),
    },
    destroyAll: () => {
      for (const { destroy } of [...open]) destroy();
    },
  };
}

interface Opening extends WindowDependencies {
  readonly options: BrowserWindowConstructorOptions;
  readonly id: number;
  readonly forget: (window: BrowserWindow) => void;
}

function openWindow({ chromium, origins, ipc, options, id, forget }: Opening): Opened {
  const browser = chromium();
  const { debugging } = browser;
  const { kiosk = false, show = true, x = 0, y = 0, width = 800, height = 600 } = options;
  const target = browser.openWindow({ kiosk, bounds: { x, y, width, height } });
  // A Chromium that is gone ends this process.
  target.catch(() => undefined);
  const inside: StandInContents = createWebContents({
    chromium: browser,
    origins,
    ipc,
    preload: options.webPreferences?.preload,
    target,
    id,
    // Electron tells only a window that is not shown yet (electron_api_browser_window.cc, DidFirstVisuallyNonEmptyPaint).
    onPainted: () => {
      if (!state.visible) window.emit('ready-to-show');
    },
  });
  const { contents } = inside;
  if (kiosk) inside.fit({ width, height });
  const state = { kiosk, visible: show || kiosk, bounds: { x, y, width, height }, isDestroyed: false };

  const destroy = (): void => {
    if (state.isDestroyed) return;
    state.isDestroyed = true;
    inside.destroy();
    void target.then((targetId) => debugging.send('Target.closeTarget', { targetId })).catch(() => undefined);
    forget(window);
    window.emit('closed');
  };
  const place = (bounds: Rectangle): void => {
    if (state.kiosk) inside.fit(bounds);
    void target.then((targetId) => placeWindow(debugging, targetId, bounds)).catch(() => undefined);
  };
  const window = Object.assign(new EventEmitter(), {
    id,
    webContents: contents,
    loadURL: (url: string) => inside.load(url),
    isDestroyed: () => state.isDestroyed,
    // Shown at once where it is a kiosk on Linux, whatever `show` says: SetKiosk shows it
    // (shell/browser/native_window_views.cc, SetFullScreen). Chromium's own window is on the screen in every case.
    isVisible: () => state.visible,
    isMinimized: () => false,
    setAlwaysOnTop: () => undefined,
    restore: () => undefined,
    show: () => {
      state.visible = true;
      void target
        .then((targetId) => debugging.send('Target.activateTarget', { targetId }))
        .catch(() => undefined);
      window.emit('show');
    },
    focus: () => window.emit('focus'),
    isKiosk: () => state.kiosk,
    setKiosk: (isKiosk: boolean) => {
      state.kiosk = isKiosk;
    },
    getBounds: () => state.bounds,
    setBounds: (bounds: Rectangle) => {
      state.bounds = bounds;
      place(bounds);
    },
    close: () => {
      const event = preventable();
      window.emit('close', event);
      if (!event.prevented) destroy();
    },
    destroy,
  }) as unknown as BrowserWindow;

  // A window that a person closes is gone before anyone was asked: the debugging protocol has no veto.
  void target.then(
    (targetId) => {
      debugging.onEvent(({ name, parameters }) => {
        const { targetId: gone } = parameters as { targetId?: string };
        if (name === 'Target.targetDestroyed' && gone === targetId) destroy();
      });
    },
    () => undefined,
  );
  return { window, destroy };
}
