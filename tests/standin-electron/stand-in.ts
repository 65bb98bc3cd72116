import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Display } from 'electron';
import { createFakeSafeStorage } from '../support/fakes/electron/fake-safe-storage.ts';
import { createApp, type GraphicsInfo } from './app.ts';
import { createWindowMaker } from './browser-window.ts';
import { startChromium, type Chromium } from './chromium.ts';
import { createIpc } from './ipc-main.ts';
import { createOrigins, type SchemeHandler } from './origins.ts';
import { createSession, watchDownloads } from './session.ts';

/** The module `electron` of a main process, and what begins and ends it. */
export interface StandIn {
  readonly electron: ReturnType<typeof createElectron>['electron'];
  /** The main module of the app that the command line names. */
  readonly mainModule: string;
  /** Starts Chromium; then the app is ready. */
  readonly start: () => Promise<void>;
}

/**
 * `args` as Electron's binary gets them: switches, and the folder of the app. `STANDIN_PACKAGED` names that folder in place of
 * the argument, and makes of it a package.
 */
export function createStandIn(args: readonly string[]): StandIn {
  const packaged = process.env['STANDIN_PACKAGED'];
  const folder = packaged ?? args.find((arg) => !arg.startsWith('-')) ?? process.cwd();
  const app = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly main: string;
  };
  return { ...createElectron(args, app, packaged !== undefined), mainModule: join(folder, app.main) };
}

/** Chromium's own switches among them; what only the app or Node reads stays here. */
const CHROMIUM_SWITCHES =
  /^--(no-sandbox|remote-debugging-port|js-flags|overscroll-|force-|disable-|enable-(?!sandbox))/;

function createElectron(
  args: readonly string[],
  { name, version }: { name: string; version: string },
  isPackaged: boolean,
) {
  const reallyExit = process.exit.bind(process);
  const origins = createOrigins();
  const ipc = createIpc();
  const session = createSession();
  let chromium: Chromium | null = null;
  const { app, becomeReady } = createApp({
    args,
    name,
    version,
    isPackaged,
    browserPid: () => chromium?.pid ?? null,
    graphics: () =>
      chromium?.debugging.send<{ gpu: GraphicsInfo }>('SystemInfo.getInfo').then(({ gpu }) => gpu) ?? null,
    closeWindows: () => {
      windows.destroyAll();
    },
    end: (code, relaunch) => {
      windows.destroyAll();
      chromium?.end();
      if (relaunch) spawn(join(import.meta.dirname, 'electron'), args, { detached: true, stdio: 'inherit' });
      reallyExit(code);
    },
  });
  const running = (what: string): Chromium => {
    if (chromium === null) throw new Error(`${what} cannot be used before the app is ready`);
    return chromium;
  };
  const windows = createWindowMaker({ app, origins, ipc, chromium: () => running('BrowserWindow') });
  const displays = (): readonly Display[] => running('The screen module').displays;
  const blockers = new Set<number>();
  const electron = {
    app,
    BrowserWindow: windows.BrowserWindow,
    webContents: windows.webContents,
    // What its Chromium leaves behind is not the app's.
    crashReporter: { start: () => undefined },
    ipcMain: ipc.ipcMain,
    // No window of Chromium's app mode has a menu of an app.
    Menu: { setApplicationMenu: () => undefined },
    // The machine of the specs never sleeps.
    powerMonitor: new EventEmitter(),
    powerSaveBlocker: {
      start: () => {
        running('powerSaveBlocker');
        const id = blockers.size + 1;
        blockers.add(id);
        return id;
      },
      stop: (id: number) => blockers.delete(id),
      isStarted: (id: number) => blockers.has(id),
    },
    protocol: {
      registerSchemesAsPrivileged: () => {
        if (app.isReady())
          throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
      },
      handle: (scheme: string, handler: SchemeHandler) => {
        if (origins.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
        origins.handlers.set(scheme, handler);
      },
    },
    safeStorage: createFakeSafeStorage({
      get ready() {
        return app.isReady();
      },
    }),
    screen: Object.assign(new EventEmitter(), {
      getAllDisplays: () => [...displays()],
      getPrimaryDisplay: () => displays()[0],
    }),
    session: {
      get defaultSession() {
        running('session.defaultSession');
        return session;
      },
    },
    shell: {},
  };
  const start = async (): Promise<void> => {
    chromium = await startChromium({
      switches: app.commandLine
        .words()
        .filter((word) => CHROMIUM_SWITCHES.test(word))
        // Its window is never shown, and Chromium has no other way for one that is not.
        .concat(app.commandLine.hasSwitch('draw-picture') ? ['--headless'] : []),
      sessionData: app.getPath('sessionData'),
      // It is one process in Electron: what ends the browser ends the app, at once and without a word.
      onEnd: () => process.kill(process.pid, 'SIGKILL'),
      onGpuLoss: () => app.emit('child-process-gone', {}, { type: 'GPU', reason: 'killed', exitCode: 9 }),
      onWord: (line) => process.stderr.write(`${line}\n`),
    });
    watchDownloads(session, chromium.debugging);
    becomeReady();
  };
  // Electron maps it so (lib/browser/init.ts).
  process.exit = ((code?: number) => {
    app.exit(code ?? Number(process.exitCode ?? 0));
  }) as typeof process.exit;
  return { electron, start };
}
