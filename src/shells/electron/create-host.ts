import type { App } from 'electron';
import type {
  AutostartPort,
  BridgeTransport,
  Host,
  PageTrust,
  ScreenPort,
  SecretBox,
  SettingsStore,
} from '../../shared/host.ts';
import type { UpdatePort } from '../../shared/update-form.ts';
import type { DrawingPort } from '../../shared/drawing.ts';
import type { PageOrigin } from '../common/page-origin.ts';
import { RESTART_EXIT_CODE } from '../../shared/exit-codes.ts';

export interface HostParts {
  readonly app: Pick<App, 'getVersion' | 'getLocale' | 'getAppMetrics' | 'exit'>;
  readonly dataFolder: string;
  readonly machineName: string;
  readonly secrets: SecretBox;
  readonly settings: SettingsStore;
  readonly screen: ScreenPort;
  readonly bridge: BridgeTransport;
  readonly origin: Pick<PageOrigin, 'serveMedia'>;
  readonly keepAwake: Host['keepAwake'];
  /** Has the player started anew when this process has ended; null: a parent or a service manager does. */
  readonly startSuccessor: (() => void) | null;
  readonly drawing: DrawingPort;
  readonly graphics: NonNullable<Host['graphics']>;
  readonly graphicsFacts?: NonNullable<Host['graphicsFacts']>;
  readonly videoDecoders?: NonNullable<Host['videoDecoders']>;
  readonly pageTrust: PageTrust;
  readonly updates: UpdatePort;
  readonly autostart?: AutostartPort;
  readonly useReferers?: NonNullable<Host['useReferers']>;
  readonly touchPages?: NonNullable<Host['touchPages']>;
  readonly crashDumps?: NonNullable<Host['crashDumps']>;
  readonly onResume?: NonNullable<Host['onResume']>;
  readonly onTrouble: NonNullable<Host['onTrouble']>;
  /** Runs just before the process ends: nothing may bring the window back from here on. */
  readonly onEnd: () => void;
}

/** The Host port of the Electron shell, put together from its parts. */
export function createHost(parts: HostParts): Host {
  const { app, origin, onEnd, startSuccessor, ...given } = parts;
  return {
    ...given,
    name: 'electron',
    appVersion: app.getVersion(),
    locale: app.getLocale(),
    serveMedia: (answer) => {
      origin.serveMedia(answer);
    },
    // https://www.electronjs.org/docs/latest/api/structures/process-metric: the main process is not the window's, and
    // memory that several processes share is counted with each.
    memoryMb: () => {
      const windows = app.getAppMetrics().filter(({ type }) => type !== 'Browser');
      return Promise.resolve(windows.reduce((sum, { memory }) => sum + memory.workingSetSize, 0) / 1_024);
    },
    relaunch: () => {
      onEnd();
      startSuccessor?.();
      app.exit(startSuccessor === null ? RESTART_EXIT_CODE : 0);
    },
    quit: (exitCode) => {
      onEnd();
      app.exit(exitCode);
    },
  };
}
