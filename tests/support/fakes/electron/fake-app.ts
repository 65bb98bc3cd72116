import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { WindowSystem } from '../../../../src/shells/electron/display-placement.ts';
import { orderRule } from './order-rule.ts';

export interface FakeElectronOptions {
  readonly userData: string;
  readonly isPackaged?: boolean;
  /** Switches of the command line, without their dashes. */
  readonly switches?: readonly string[];
  /** Where windows stand: X11 when nothing is said. */
  readonly windowSystem?: WindowSystem;
}

/** https://www.electronjs.org/docs/latest/api/app */
export interface FakeApp extends EventEmitter {
  readonly ready: boolean;
  readonly sandboxed: boolean;
  readonly isPackaged: boolean;
  readonly relaunches: number;
  /** The switches of the command line, without their dashes; appended ones with their value. */
  readonly switches: ReadonlySet<string>;
  /** The code of the first `exit`; null while the app runs. */
  readonly exitCode: number | null;
  getPath(name: string): string;
  /** Electron comes up: `ready`, as after the main module has been evaluated. */
  becomeReady(): void;
  /** What `getGPUInfo` answers. */
  graphicsInfo: Promise<unknown>;
  /** Called at the first `exit`; a process that stands for Electron ends itself here. */
  onExit: (code: number) => void;
}

export function createFakeApp({ userData, isPackaged = false, switches = [] }: FakeElectronOptions): FakeApp {
  const paths = new Map([['userData', userData]]);
  const given = new Set(switches);
  const whenReady = Promise.withResolvers<undefined>();
  const app = Object.assign(new EventEmitter(), {
    ready: false,
    sandboxed: false,
    isPackaged,
    relaunches: 0,
    exitCode: null as number | null,
    switches: given,
    onExit: noExit,
    commandLine: {
      hasSwitch: (name: string) => [...given].some((one) => one === name || one.startsWith(`${name}=`)),
      getSwitchValue: () => '',
      appendSwitch: (name: string, value?: string) => {
        orderRule(!app.ready, `--${name} is appended before ready`);
        given.add(value === undefined ? name : `${name}=${value}`);
      },
    },
    // It takes the switch back, but what Chromium left out at its start for it stays away: each process that needs it aborts
    // (shell/browser/api/electron_api_app.cc, EnableSandbox).
    enableSandbox: () => {
      orderRule(!app.ready, 'app.enableSandbox is called before ready');
      orderRule(!given.has('no-sandbox'), 'the sandbox is not enabled against --no-sandbox');
      app.sandboxed = true;
    },
    getPath: (name: string) => paths.get(name) ?? '',
    setPath: (name: string, path: string) => {
      orderRule(!app.ready, `app.setPath('${name}') is called before ready`);
      // Electron throws when userData does not exist; the folders that it makes itself are another matter.
      if (name === 'userData' && !existsSync(path)) throw new Error(`Failed to set path: ${path}`);
      paths.set(name, path);
    },
    userAgentFallback:
      'Mozilla/5.0 (Fake) AppleWebKit/537.36 DigiPlayer/1.2.3 Chrome/1 Electron/1 Safari/537.36',
    whenReady: () => whenReady.promise,
    isReady: () => app.ready,
    getAppPath: () => process.cwd(),
    getVersion: () => '1.2.3',
    getLocale: () => {
      orderRule(app.ready, 'app.getLocale is called after ready');
      return 'de-AT';
    },
    // Chromium's words (docs/api/structures/gpu-feature-status.md).
    getGPUFeatureStatus: () => ({
      gpu_compositing: 'enabled',
      rasterization: 'enabled',
      video_decode: 'disabled_software',
    }),
    // "complete" waits for the next word of the graphics process (shell/browser/api/gpuinfo_manager.cc).
    graphicsInfo: Promise.resolve({ auxAttributes: { glRenderer: 'Mesa Intel' } }),
    getGPUInfo: () => app.graphicsInfo,
    relaunch: () => {
      app.relaunches += 1;
    },
    exit: (code = 0) => {
      if (app.exitCode !== null) return;
      app.exitCode = code;
      app.onExit(code);
    },
    becomeReady: () => {
      app.ready = true;
      app.emit('ready');
      whenReady.resolve(undefined);
    },
  });
  return app;
}

/** A test that only reads `exitCode` needs nothing more. */
const noExit: FakeApp['onExit'] = () => undefined;
