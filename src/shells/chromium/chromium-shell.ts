import type { Log } from '../../platform/logging/log.ts';
import { waitAtMost, type Clock } from '../../shared/clock.ts';
import type { AutostartPort, Host } from '../../shared/host.ts';
import type { UpdatePort } from '../../shared/update-form.ts';
import { createAwakeTools } from '../../platform/machine/awake-tools.ts';
import { slownessOf } from '../../platform/machine/machine-load.ts';
import { childEnvironment } from '../../platform/machine/child-environment.ts';
import { browserArguments } from './browser-arguments.ts';
import { prepareBrowserProfile } from './browser-profile.ts';
import { cannotStart, startBrowser } from './browser.ts';
import {
  createBrowserSupervisor,
  type BrowserSupervisor,
  type BrowserSupervisorDependencies,
} from './browser-supervisor.ts';
import { createLaunchSecret } from './launch-secret.ts';
import { memoryOfFamily } from '../../platform/machine/process-memory.ts';
import { findMissingDisplay } from '../../platform/machine/display-presence.ts';
import { createDecoderWatch, type DecoderWatch } from '../common/decoder-watch.ts';
import { createGraphicsGuard, graphicsSwitches, type GraphicsGuard } from '../common/graphics-guard.ts';
import type { GraphicsChoice } from '../../shared/graphics.ts';
import type { BrowserPageProxy } from './page-proxy.ts';
import { createBrowserPageTrust } from './page-trust.ts';
import { saysGraphicsFailed } from './last-words.ts';
import { createScreenAway } from '../common/screen-away.ts';
import { hidePointer } from '../../platform/machine/x-pointer.ts';
import { createTroubleReport } from '../common/trouble-report.ts';
import { createLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import { dataFile } from '../../platform/files/data-files.ts';
import type { FirstPage } from './first-page.ts';
import { createWindowPlace } from './window-place.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The player comes, whether or not there is a picture by then, ms. */
const FIRST_PICTURE_MS = 5_000;
/** So long at most the first page is left to itself, ms: what is asked of a browser holds up its first picture. */
const FIRST_QUIET_MS = 2_000;

export interface ChromiumShellOptions {
  /** An absolute path; exists, mode 700, and is locked for this process. */
  readonly dataFolder: string;
  /** The built renderer. */
  readonly rendererFolder: string;
  readonly appVersion: string;
  readonly machineName: string;
  /** BCP 47. Asked late: Node takes 10 ms to find it. */
  readonly locale: () => string;
  /** Makes what the first browser shows before the player is loaded, while that starts; null or missing: nothing. */
  readonly firstPage?: () => FirstPage | null;
  /** Finds the browser to start, anew at each start; null: serve, and start none (`--no-launch`). */
  readonly findBrowser: (() => string | null) | null;
  /** Finds a browser that draws vector pictures apart from the window; missing: the one to start. */
  readonly findDrawingBrowser?: () => string | null;
  readonly windowed: boolean;
  /** The setting of that name. */
  readonly graphics: GraphicsChoice;
  /** The display to fill, as the setting of that name says it; empty: the primary one. */
  readonly display: () => string;
  /** The window's size when it is windowed. */
  readonly size: { readonly width: number; readonly height: number };
  readonly clock: Clock;
  /** The start at login; null where there is none. */
  readonly autostart: AutostartPort | null;
  /** How the program is brought up to date; null: it is not. */
  readonly updates: UpdatePort | null;
  readonly log: Log;
  /** Hears an address that lets one browser in, each time there is a fresh one; only without a browser of its own. */
  readonly onAddress: (url: string) => void;
  readonly onRelaunch: () => void;
  readonly onQuit: (exitCode: number) => void;
}

export interface ChromiumShell {
  /** Starts the server, and the browser at its page. Rejects when no port can be had. */
  start(): Promise<void>;
  /** Resolves when the first picture stands, or nothing is to be waited for: what comes then may take the machine's time. */
  firstPicture(): Promise<void>;
  /** The Host port. Loads what the start of the browser need not wait for; call it after `start()`. */
  host(): Promise<Host>;
  /** Brings the window to the front, when there is one. */
  show(): Promise<void>;
  stop(): Promise<void>;
}

/** The player's window in the machine's own Chromium. */
export function createChromiumShell(options: ChromiumShellOptions): ChromiumShell {
  const { log, dataFolder } = options;
  const stopping = Promise.withResolvers<null>();
  let made: { readonly page: FirstPage | null } | null = null;
  const firstPage = (): FirstPage | null => (made ??= { page: options.firstPage?.() ?? null }).page;
  const awakeTools = createAwakeTools({ platform: process.platform, environment: process.env });
  const troubles = createTroubleReport();
  const away = createScreenAway();
  let closeBridge = (): void => undefined;

  const graphics = createGraphicsGuard({
    file: dataFile(dataFolder, 'graphics'),
    choice: options.graphics,
    appVersion: options.appVersion,
    clock: options.clock,
    log,
  });
  const pageTrust = createBrowserPageTrust(dataFile(dataFolder, 'pagePin'), log);
  const decoders = createDecoderWatch();
  const pageProxyFile = dataFile(dataFolder, 'pageProxy');
  let pageProxy: BrowserPageProxy | null = null;
  const loadPageProxy = async (): Promise<BrowserPageProxy> => {
    const { createBrowserPageProxy } = await import('./page-proxy.ts');
    const replace = (reason: string): void => browser?.replace(reason);
    return (pageProxy ??= createBrowserPageProxy({ ...options, file: pageProxyFile, replace }));
  };
  const server = createLoopbackServer({
    rendererFolder: options.rendererFolder,
    secret: createLaunchSecret(),
    log,
    firstPage,
    onOpened: () => {
      if (options.findBrowser === null) options.onAddress(server.ticketUrl());
    },
  });
  const place = createPlace(options);
  const firstShown = async (limitMs: number): Promise<void> => {
    if (firstPage() === null) return;
    const over = browser?.firstOver ?? stopping.promise;
    await waitAtMost(options.clock, Promise.race([server.firstPainted, over, stopping.promise]), limitMs);
  };
  const browser: BrowserSupervisor | null =
    options.findBrowser === null
      ? null
      : keptBrowser(options.findBrowser, { ...options, display: place.wish }, server, {
          onTrouble: troubles.tell,
          onAway: away.tell,
          graphics,
          pageSwitches: () => [...pageTrust.begin(), ...(pageProxy?.begin() ?? ['--no-proxy-server'])],
          decoders,
          firstShown: () => firstShown(FIRST_QUIET_MS),
        });

  return {
    async start() {
      // Its port stands in the browser's command line.
      await server.start();
      if (browser !== null && existsSync(pageProxyFile)) await (await loadPageProxy()).start();
      browser?.start();
      if (browser === null) options.onAddress(server.ticketUrl());
    },
    async firstPicture() {
      await browser?.firstLaunched;
      server.makeReady();
      if (browser !== null) await firstShown(FIRST_PICTURE_MS);
    },
    async host() {
      const [{ createBridgeSocket }, { createSettingsFile }, { createKeyFileBox }] = await Promise.all([
        import('./bridge-socket.ts'),
        import('./settings-file.ts'),
        import('../../platform/files/key-file-box.ts'),
      ]);
      const bridge = createBridgeSocket(log);
      closeBridge = () => {
        bridge.stop();
      };
      server.onUpgrade((request, socket, head) => {
        // The page learns what to show over this: no page item stands before the guard does.
        void (browser?.guarded() ?? Promise.resolve(null)).then(() => {
          bridge.accept(request, socket, head);
        });
      });
      return {
        name: 'chromium',
        appVersion: options.appVersion,
        dataFolder,
        machineName: options.machineName,
        locale: options.locale(),
        secrets: createKeyFileBox(dataFile(dataFolder, 'credentialsKey'), log),
        settings: createSettingsFile(dataFolder, log),
        screen: browser === null ? foreignScreen(bridge) : ownScreen(browser, place),
        bridge,
        serveMedia: (answer) => {
          server.serveMedia(answer);
        },
        keepAwake: (awake) => awakeTools.set(awake),
        useReferers: (rules) => browser?.useReferers(rules),
        ...(browser !== null && { touchPages: touchPagesOf(browser, log) }),
        ...(await drawingOf(options)),
        ...(options.autostart !== null && { autostart: options.autostart }),
        ...(options.updates !== null && { updates: options.updates }),
        ...(browser !== null && {
          graphics: () => graphics.report(),
          graphicsFacts: async () => (await browser.page()?.graphicsFacts()) ?? null,
          videoDecoders: decoders,
          pageTrust,
          pageProxy: await loadPageProxy(),
        }),
        onTrouble: troubles.listen,
        onScreenAway: away.listen,
        memoryMb: async () => {
          const pid = browser?.pid() ?? null;
          return pid === null ? null : memoryOfFamily(pid);
        },
        relaunch: options.onRelaunch,
        quit: options.onQuit,
      };
    },
    async show() {
      await browser?.page()?.bringToFront();
    },
    async stop() {
      stopping.resolve(null);
      awakeTools.stop();
      pageProxy?.stop();
      closeBridge();
      await Promise.all([browser?.stop(), server.stop()]);
    },
  };
}

/** A browser that somebody else opens can show what nobody here can draw. */
async function drawingOf(options: ChromiumShellOptions): Promise<Pick<Host, 'drawing'>> {
  const { dataFolder, clock, findDrawingBrowser: find = options.findBrowser } = options;
  if (find === null || (options.findBrowser === null && find() === null)) return {};
  const { createDrawingBrowser } = await import('./drawing-browser.ts');
  return {
    drawing: createDrawingBrowser({
      findBrowser: find,
      folder: dataFile(dataFolder, 'drawingFolder'),
      environment: childEnvironment(process.env),
      asRoot: process.getuid?.() === 0,
      clock,
    }),
  };
}

const NOT_FOUND = 'no Chromium, Chrome or Edge is installed here (on Debian: apt-get install chromium)';

function keptBrowser(
  find: () => string | null,
  { dataFolder, windowed, size, display, clock, log, graphics: choice }: ChromiumShellOptions,
  server: LoopbackServer,
  {
    graphics,
    pageSwitches,
    decoders,
    firstShown,
    ...listeners
  }: Pick<BrowserSupervisorDependencies, 'onTrouble' | 'onAway'> & {
    readonly graphics: GraphicsGuard;
    /** What the browser is told of pages when it starts. */
    readonly pageSwitches: () => readonly string[];
    readonly decoders: DecoderWatch;
    /** Resolves when the picture of the first page stands, or is not to be waited for. */
    readonly firstShown: () => Promise<unknown>;
  },
): BrowserSupervisor {
  const profile = prepareBrowserProfile(dataFolder);
  const place = createWindowPlace(join(profile.folder, 'place.json'));
  const asRoot = process.getuid?.() === 0;
  const supervisor = createBrowserSupervisor({
    launch: (startPage) => {
      const executable = find();
      if (executable === null) return cannotStart(NOT_FOUND);
      profile.free();
      return startBrowser({
        executable,
        arguments: browserArguments({
          startPage,
          place: place.last(),
          profileFolder: profile.folder,
          cacheBlocker: profile.cacheBlocker,
          windowed,
          asRoot,
          size,
          pages: pageSwitches(),
          graphics: graphicsSwitches(graphics.begin(), choice, process.platform),
        }),
        environment: { ...childEnvironment(process.env), ...profile.environment },
        decoders,
        ...(startPage !== null && { quietUntil: firstShown }),
        clock,
      });
    },
    missingDisplay: () => findMissingDisplay(),
    first: { address: () => server.firstUrl(), opened: server.firstOpened },
    address: () => Promise.resolve(server.ticketUrl()),
    hidePointer: () => hidePointer(process.env),
    isKiosk: !windowed,
    slowness: () => slownessOf(),
    display,
    onPlace: (bounds) => {
      place.keep(bounds);
    },
    clock,
    log,
    onLastWords: (words) => {
      if (saysGraphicsFailed(words)) graphics.failed();
    },
    ...listeners,
  });
  return {
    ...supervisor,
    useTouchHosts: (hosts) => {
      if (hosts.length > 0) profile.noteTouch();
      supervisor.useTouchHosts(hosts);
    },
  };
}

/** On which display the window stands: as it was started, until somebody chooses another one. */
interface Place {
  readonly wish: () => string;
  readonly choose: (wish: string) => void;
  readonly windowed: boolean;
}

function createPlace({ display, windowed }: ChromiumShellOptions): Place {
  let chosen: string | null = null;
  return {
    wish: () => chosen ?? display(),
    choose: (wish) => {
      chosen = wish;
    },
    windowed,
  };
}

/** The window that this shell started. */
function ownScreen(browser: BrowserSupervisor, place: Place): Host['screen'] {
  // There the compositor alone decides, and a window that a person moves is theirs.
  const applies = place.windowed || process.env['XDG_SESSION_TYPE'] === 'wayland' ? 'never' : 'now';
  return {
    hasWindow: true,
    async show() {
      await browser.page()?.bringToFront();
    },
    async reload(reason) {
      const page = browser.page();
      // Chromium says yes to the reload of a hung page and then waits for it; only a new browser helps there.
      const reloaded = page !== null && (await page.answers()) ? await page.reload() : null;
      if (reloaded?.ok !== true) browser.replace(reason);
    },
    restart: (reason) => {
      browser.replace(reason);
      return Promise.resolve();
    },
    capture: async () => (await browser.page()?.capture()) ?? null,
    isAlive: async () => (await browser.page()?.answers()) ?? false,
    displays: async () => ({ displays: (await browser.page()?.displays(place.wish())) ?? [], applies }),
    useDisplay: (wish) => {
      place.choose(wish);
      if (applies === 'now') void browser.page()?.fillScreen(wish);
    },
  };
}

function touchPagesOf(browser: BrowserSupervisor, log: Log): NonNullable<Host['touchPages']> {
  return {
    use: (hosts) => {
      browser.useTouchHosts(hosts);
    },
    // Between two browsers there is no page, and what the next one is given is another store.
    forget: async () => {
      const forgotten = (await browser.page()?.forgetPages()) ?? { ok: true, value: null };
      if (!forgotten.ok)
        log.warn('What a touched page stored is not wiped', { reason: forgotten.error.message });
      return forgotten;
    },
  };
}

/** A window that somebody else opened: there is nothing to hold on to but its connection. */
function foreignScreen(bridge: { readonly connected: number }): Host['screen'] {
  return {
    show: () => Promise.resolve(),
    reload: () => Promise.resolve(),
    capture: () => Promise.resolve(null),
    isAlive: () => Promise.resolve(bridge.connected > 0),
  };
}
