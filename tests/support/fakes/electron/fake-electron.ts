import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { createFakeApp, type FakeApp, type FakeElectronOptions } from './fake-app.ts';
import { createFakeContentsWorld } from './fake-window.ts';
import type { FakeWindow } from './fake-window.types.ts';
import { createFakeIpc, type FakeIpc } from './fake-ipc.ts';
import { createFakeProtocol, type FakeProtocol } from './fake-protocol.ts';
import { createFakeSafeStorage, type FakeSafeStorage } from './fake-safe-storage.ts';
import { createFakeSession, type FakeSession } from './fake-session.ts';
import { orderRule } from './order-rule.ts';

/** What src/main.ts imports from Electron. */
type UsedElectron = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'crashReporter'
  | 'ipcMain'
  | 'Menu'
  | 'powerMonitor'
  | 'powerSaveBlocker'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
>;

export interface FakeDisplay {
  readonly id: number;
  readonly label: string;
  readonly bounds: Electron.Rectangle;
  readonly scaleFactor?: number;
}

/**
 * As much of Electron as the shell uses, without Electron: the objects record what was asked of them, behave as documented,
 * and throw `OrderRuleBroken` when something is called before or after the moment that the documentation allows.
 */
export interface FakeElectron {
  /** The objects under Electron's own types, for the code under test. */
  readonly electron: UsedElectron;
  readonly app: FakeApp;
  readonly windows: readonly FakeWindow[];
  readonly protocol: FakeProtocol;
  readonly ipc: FakeIpc;
  readonly session: FakeSession;
  readonly safeStorage: FakeSafeStorage;
  readonly screen: EventEmitter & { displays: FakeDisplay[] };
  /** Tells of `suspend` and `resume`. */
  readonly powerMonitor: EventEmitter;
  readonly menus: unknown[];
  /** The blockers of sleep that run now. */
  readonly blockers: ReadonlySet<number>;
}

export const firstDisplay: FakeDisplay = {
  id: 11,
  label: 'Wall',
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  scaleFactor: 1,
};

export function createFakeElectron(options: FakeElectronOptions): FakeElectron {
  const app = createFakeApp(options);
  const protocol = createFakeProtocol(app);
  const session = createFakeSession();
  const safeStorage = createFakeSafeStorage(app);
  const ipc = createFakeIpc();
  const { windowSystem = 'x11' } = options;
  const world = createFakeContentsWorld({ app, protocol, ipc, windowSystem });
  const powerMonitor = new EventEmitter();
  const menus: unknown[] = [];
  const blockers = new Set<number>();
  const screen = Object.assign(new EventEmitter(), {
    displays: [firstDisplay],
    getAllDisplays: () => {
      orderRule(app.ready, 'screen is used only after ready');
      return screen.displays;
    },
    getPrimaryDisplay: () => screen.displays[0],
  });
  const electron = {
    app,
    BrowserWindow: world.BrowserWindow,
    crashReporter: {
      start: () => {
        orderRule(!app.ready, 'crashReporter.start is called before ready, or misses what crashes before');
      },
    },
    ipcMain: ipc.ipcMain,
    Menu: { setApplicationMenu: (menu: unknown) => menus.push(menu) },
    powerSaveBlocker: {
      start: () => {
        orderRule(app.ready, 'powerSaveBlocker is used only after ready');
        const id = blockers.size + 100;
        blockers.add(id);
        return id;
      },
      stop: (id: number) => blockers.delete(id),
      isStarted: (id: number) => blockers.has(id),
    },
    powerMonitor,
    protocol,
    safeStorage,
    screen,
    session: {
      get defaultSession() {
        orderRule(app.ready, 'session.defaultSession is used only after ready');
        return session;
      },
    },
  };
  return {
    electron: electron as unknown as UsedElectron,
    app,
    windows: world.windows,
    protocol,
    ipc,
    session,
    safeStorage,
    screen,
    powerMonitor,
    menus,
    blockers,
  };
}
