import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Input, Rectangle } from 'electron';
import type { WindowSystem } from '../../../../src/shells/electron/display-placement.ts';
import { orderRule } from './order-rule.ts';
import type { FakeApp } from './fake-app.ts';
import type { FakeIpc } from './fake-ipc.ts';
import type { FakeProtocol } from './fake-protocol.ts';
import type { FakeFrame, FakeWindow } from './fake-window.types.ts';

interface World {
  readonly app: FakeApp;
  readonly protocol: FakeProtocol;
  readonly ipc: FakeIpc;
  readonly windowSystem: WindowSystem;
}

type WindowOpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

export function createFakeContentsWorld(world: World): {
  windows: FakeWindow[];
  BrowserWindow: new (options: BrowserWindowConstructorOptions) => FakeWindow;
} {
  const windows: FakeWindow[] = [];
  // A function that answers an object does as a constructor, and needs no class.
  const BrowserWindow = function (options: BrowserWindowConstructorOptions): FakeWindow {
    orderRule(world.app.ready, 'a BrowserWindow is made only after ready');
    const isSandboxed = world.app.sandboxed || world.app.switches.has('no-sandbox');
    orderRule(isSandboxed, 'the sandbox is enabled before the first window');
    const window = createFakeWindow(world, options, windows.length + 1);
    windows.push(window);
    world.app.emit('web-contents-created', {}, window.webContents);
    return window;
  };
  return {
    windows,
    BrowserWindow: BrowserWindow as unknown as new (options: BrowserWindowConstructorOptions) => FakeWindow,
  };
}

function createFakeWindow(world: World, options: BrowserWindowConstructorOptions, id: number): FakeWindow {
  const contents = createFakeContents(id);
  const { windowSystem } = world;
  /** What the system shows; it follows kiosk mode at once, or on macOS with an animation. */
  let isFullscreen = options.kiosk ?? false;
  const window = Object.assign(new EventEmitter(), {
    options,
    webContents: contents,
    // On Linux the window that becomes a kiosk is shown by that, before anybody looks at `show`
    // (shell/browser/native_window.cc, InitFromOptions; native_window_views.cc, SetFullScreen).
    visible: (options.show ?? true) || (options.kiosk === true && /^(x11|wayland)$/.test(windowSystem)),
    boundsAsked: [] as Rectangle[],
    kioskLeft: 0,
    kiosk: options.kiosk ?? false,
    bounds: {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    },
    destroyed: false,
    loadURL: async (url: string) => {
      orderRule(world.protocol.handlers.has('app'), 'the origin is served before anything is loaded from it');
      orderRule(world.ipc.handlers.size > 0, 'the bridge is served before the page is loaded');
      contents.loads.push(url);
      contents.crashed = false;
      const fail = (code: number, description: string): never => {
        contents.emit('did-fail-load', {}, code, description, url, true);
        throw new Error(`${description} (${code}) loading '${url}'`);
      };
      // A handler that throws, or answers Response.error(), fails the load; every other answer is a page like any other,
      // whatever its status says (lib/browser/api/protocol.ts).
      const response = await world.protocol.request(url).catch(() => fail(-9, 'ERR_UNEXPECTED'));
      if (response.type === 'error') fail(-2, 'ERR_FAILED');
      contents.emit('did-navigate', {}, url, response.status, response.statusText);
      contents.mainFrame.origin = new URL(url).protocol + '//' + new URL(url).host;
      contents.emit('did-finish-load');
      if (!window.visible) window.emit('ready-to-show');
    },
    isDestroyed: () => window.destroyed,
    isVisible: () => window.visible,
    isMinimized: () => false,
    restore: () => undefined,
    show: () => {
      window.visible = true;
    },
    focus: () => window.emit('focus'),
    topLevel: null as string | null,
    setAlwaysOnTop: (flag: boolean, level = 'floating') => {
      window.topLevel = flag ? level : null;
    },
    isKiosk: () => window.kiosk,
    /** Whether macOS forgets to say that fullscreen was left. */
    isMute: false,
    // Wayland tells no window where it is (docs/api/browser-window.md, getBounds).
    getBounds: () => (windowSystem === 'wayland' ? { ...window.bounds, x: 0, y: 0 } : window.bounds),
    setBounds: (bounds: Rectangle) => {
      orderRule(!window.kiosk, 'a kiosk window leaves kiosk mode before it moves');
      window.boundsAsked.push(bounds);
      // macOS takes none while it is fullscreen (native_window_mac.mm, SetBounds), Wayland none at all.
      if (!isFullscreen && windowSystem !== 'wayland') window.bounds = bounds;
    },
    setKiosk: (kiosk: boolean) => {
      if (window.kiosk && !kiosk) window.kioskLeft += 1;
      window.kiosk = kiosk;
      if (windowSystem !== 'macos') isFullscreen = kiosk;
      else
        setImmediate(() => {
          isFullscreen = kiosk;
          if (!window.isMute) window.emit(kiosk ? 'enter-full-screen' : 'leave-full-screen');
        });
    },
    close: () => {
      const event = preventable();
      window.emit('close', event);
      if (event.prevented) return;
      window.destroyed = true;
      contents.destroyed = true;
      window.emit('closed');
    },
  });
  return window;
}

/** A page on its own, for what needs no window. */
export function createFakeContents(id: number) {
  let openHandler: WindowOpenHandler = () => ({ action: 'allow' });
  let wakeUp: (() => void) | null = null;
  let awake = Promise.resolve();
  const mainFrame: FakeFrame = {
    parent: null,
    frameToken: `main-${id}`,
    origin: 'null',
    // https://www.electronjs.org/docs/latest/api/web-frame-main#frameexecutejavascriptcode-usergesture
    executeJavaScript: async (code) => {
      if (contents.crashed)
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      await awake;
      return JSON.parse(code) as unknown;
    },
  };
  const contents = Object.assign(new EventEmitter(), {
    id,
    mainFrame,
    sent: [] as unknown[][],
    debugger: createFakeDebugger(),
    loads: [] as string[],
    inputs: [] as string[],
    sendInputEvent: ({ type }: { type: string }) => contents.inputs.push(type),
    crashed: false,
    destroyed: false,
    isCrashed: () => contents.crashed,
    isDestroyed: () => contents.destroyed,
    send: (...message: unknown[]) => contents.sent.push(structuredClone(message)),
    setZoomFactor: () => undefined,
    setVisualZoomLevelLimits: () => Promise.resolve(),
    setWindowOpenHandler: (handler: WindowOpenHandler) => {
      openHandler = handler;
    },
    capturePage: () => Promise.resolve({ toPNG: () => Buffer.from('PNG') }),
    forcefullyCrashRenderer: () => {
      contents.crash('killed');
    },
    setHung: (isHung: boolean) => {
      wakeUp?.();
      wakeUp = null;
      if (!isHung) return;
      const hang = Promise.withResolvers<undefined>();
      awake = hang.promise;
      wakeUp = () => {
        hang.resolve(undefined);
        awake = Promise.resolve();
      };
    },
    crash: (reason: string) => {
      contents.setHung(false);
      contents.crashed = true;
      contents.emit('render-process-gone', {}, { reason, exitCode: 1 });
    },
    press: (input: Partial<Input>) => {
      const event = preventable();
      const defaults = { type: 'keyDown', key: '', control: false, alt: false, shift: false, meta: false };
      contents.emit('before-input-event', event, { ...defaults, ...input });
      return !event.prevented;
    },
    navigate: (url: string, isMainFrame: boolean) => {
      const details = Object.assign(preventable(), { url, isMainFrame });
      contents.emit('will-frame-navigate', details);
      return !details.prevented;
    },
    openWindow: (url: string) => openHandler({ url }).action,
  });
  return contents;
}

/** https://www.electronjs.org/docs/latest/api/debugger; a session stays through every load and crash (electron_api_debugger.cc). */
function createFakeDebugger() {
  const session = Object.assign(new EventEmitter(), {
    attached: false,
    commands: [] as string[],
    isAttached: () => session.attached,
    attach: () => {
      if (session.attached) throw new TypeError('Debugger is already attached to the target');
      session.attached = true;
    },
    sendCommand: (method: string) => {
      if (!session.attached) return Promise.reject(new Error('No target available'));
      session.commands.push(method);
      return Promise.resolve({});
    },
  });
  return session;
}

/** An event whose default can be prevented, and that remembers it. */
export function preventable(): { prevented: boolean; preventDefault: () => void } {
  const event = {
    prevented: false,
    preventDefault: () => {
      event.prevented = true;
    },
  };
  return event;
}
