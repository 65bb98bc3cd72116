import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessMetric } from 'electron';
import { preventable } from '../support/fakes/electron/fake-window.ts';
import { processesBelow } from '../support/e2e/processes.ts';

/** https://www.electronjs.org/docs/latest/api/app, as far as the shell uses it. */
export interface StandInApp extends EventEmitter {
  readonly commandLine: StandInCommandLine;
  isReady(): boolean;
  getPath(name: string): string;
  exit(code?: number): void;
  quit(): void;
}

/** https://www.electronjs.org/docs/latest/api/command-line */
interface StandInCommandLine {
  hasSwitch(name: string): boolean;
  getSwitchValue(name: string): string;
  appendSwitch(name: string, value?: string): void;
  removeSwitch(name: string): void;
  /** All of them, as words of a command line. */
  words(): string[];
}

export interface AppDependencies {
  readonly args: readonly string[];
  readonly name: string;
  readonly version: string;
  readonly isPackaged: boolean;
  /** Chromium's process; null before it runs. */
  readonly browserPid: () => number | null;
  /** Ends this process; `relaunch`: another one like it is started as it ends. */
  readonly end: (code: number, relaunch: boolean) => void;
  readonly closeWindows: () => void;
  /** What Chromium says of its graphics; null before it runs. */
  readonly graphics: () => Promise<GraphicsInfo> | null;
}

/** https://chromedevtools.github.io/devtools-protocol/tot/SystemInfo/#type-GPUInfo, which has Electron's names. */
export interface GraphicsInfo {
  readonly featureStatus: Readonly<Record<string, string>>;
  readonly auxAttributes: Readonly<Record<string, unknown>>;
}

export interface AppControl {
  readonly app: StandInApp;
  /** Chromium is up: `ready`, after the main module has run. */
  readonly becomeReady: () => void;
}

export function createApp(dependencies: AppDependencies): AppControl {
  const { name, version, browserPid, end, closeWindows } = dependencies;
  const commandLine = createCommandLine(dependencies.args);
  const paths = new Map([['userData', join(homedir(), '.config', name)]]);
  const ready = Promise.withResolvers<undefined>();
  let isReady = false;
  let isRelaunching = false;
  let isExiting = false;
  let graphics: GraphicsInfo | null = null;
  const beforeReady = (what: string): void => {
    if (isReady) throw new Error(`${what} can only be called before app is ready`);
  };
  const app = Object.assign(new EventEmitter(), {
    name,
    commandLine,
    isPackaged: dependencies.isPackaged,
    // The app may set it; its Chromium has the machine's own.
    userAgentFallback: '',
    isReady: () => isReady,
    whenReady: () => ready.promise,
    getVersion: () => version,
    getName: () => name,
    getLocale: () =>
      (process.env['LANG'] ?? 'en_US').split('.')[0]?.replace('_', '-').replace(/^C$/, 'en-US'),
    getAppPath: () => process.cwd(),
    // It takes `no-sandbox` back, too (shell/browser/api/electron_api_app.cc).
    enableSandbox: () => {
      beforeReady('app.enableSandbox()');
      commandLine.removeSwitch('no-sandbox');
      commandLine.appendSwitch('enable-sandbox');
    },
    disableHardwareAcceleration: () => {
      beforeReady('app.disableHardwareAcceleration()');
      commandLine.appendSwitch('disable-gpu');
    },
    getPath: (of: string) =>
      paths.get(of) ?? (of === 'sessionData' ? (paths.get('userData') ?? '') : tmpdir()),
    setPath: (of: string, path: string) => {
      if (of === 'userData' && !existsSync(path)) throw new Error(`Failed to set path: ${path}`);
      paths.set(of, path);
    },
    requestSingleInstanceLock: () => linkLock(app.getPath('userData')),
    getAppMetrics: () => metrics(browserPid()),
    // Usable once the graphics process has told of itself (docs/api/app.md): here, once somebody asked for the whole.
    getGPUFeatureStatus: () => graphics?.featureStatus ?? {},
    getGPUInfo: async () => {
      graphics = await dependencies.graphics();
      if (graphics === null) throw new Error('GPU access not allowed. Reason: it does not run yet');
      return { auxAttributes: graphics.auxAttributes };
    },
    setLoginItemSettings: () => undefined,
    getLoginItemSettings: () => ({ openAtLogin: false }),
    relaunch: () => {
      isRelaunching = true;
    },
    exit: (code = 0) => {
      if (isExiting) return;
      isExiting = true;
      end(code, isRelaunching);
    },
    quit: () => {
      const event = preventable();
      app.emit('before-quit', event);
      if (event.prevented) return;
      closeWindows();
      app.exit(0);
    },
  });
  return {
    app,
    becomeReady: () => {
      isReady = true;
      app.emit('ready', {}, {});
      ready.resolve(undefined);
    },
  };
}

function createCommandLine(args: readonly string[]): StandInCommandLine {
  const switches = new Map(
    args
      .filter((arg) => arg.startsWith('--'))
      .map((arg): [string, string] => {
        const [, name = '', value = ''] = /^--([^=]+)=?(.*)$/s.exec(arg) ?? [];
        return [name, value];
      }),
  );
  return {
    hasSwitch: (name) => switches.has(name),
    getSwitchValue: (name) => switches.get(name) ?? '',
    appendSwitch: (name, value = '') => {
      switches.set(name, value);
    },
    removeSwitch: (name) => {
      switches.delete(name);
    },
    words: () => [...switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
  };
}

/**
 * Chromium's lock of a profile: links in the data folder whose targets are no files (ProcessSingleton, which
 * app.requestSingleInstanceLock uses). False: another process has it.
 */
function linkLock(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  const links = ['SingletonLock', 'SingletonCookie'].map((name) => join(folder, name));
  const [lock = ''] = links;
  const holder = linkTarget(lock)?.split('-').at(-1);
  if (holder !== undefined && existsSync(`/proc/${holder}`)) return holder === String(process.pid);
  for (const link of links) {
    rmSync(link, { force: true });
    symlinkSync(`${hostname()}-${process.pid}`, link);
    process.on('exit', () => {
      rmSync(link, { force: true });
    });
  }
  return true;
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** https://www.electronjs.org/docs/latest/api/structures/process-metric */
function metrics(browserPid: number | null): Partial<ProcessMetric>[] {
  const names: Record<string, ProcessMetric['type']> = {
    renderer: 'Tab',
    'gpu-process': 'GPU',
    utility: 'Utility',
    zygote: 'Zygote',
  };
  const below = browserPid === null ? [] : processesBelow(browserPid);
  return [
    { pid: process.pid, type: 'Browser', residentKb: process.memoryUsage.rss() / 1_024 },
    ...below.map(({ pid, type, residentKb }) => ({ pid, type: names[type] ?? 'Unknown', residentKb })),
  ].map(({ pid, type, residentKb }) => ({
    pid,
    type: type as ProcessMetric['type'],
    memory: { workingSetSize: residentKb, peakWorkingSetSize: residentKb },
  }));
}
