// First of all: from here on nothing that fails leaves a process without an end.
import { endEntryGuard } from './shells/electron/entry-guard.ts';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import {
  app,
  BrowserWindow,
  crashReporter,
  ipcMain,
  Menu,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
} from 'electron';
import ElectronStore from 'electron-store';
import { appendSwitches } from './shells/electron/append-switches.ts';
import { createAppOrigin, APP_SCHEME, privilegedSchemes } from './shells/electron/app-origin.ts';
import { hasAutostart, setAutostart } from './shells/electron/autostart.ts';
import { autostartPlace } from './shells/electron/autostart-place.ts';
import { createHost } from './shells/electron/create-host.ts';
import { createElectronDrawing } from './shells/electron/drawing-port.ts';
import { drawingFolderOf, runDrawingProgram } from './shells/electron/drawing-program.ts';
import { createIpcTransport } from './shells/electron/ipc.ts';
import { createKeepAwake } from './shells/electron/keep-awake.ts';
import {
  placementFrom,
  preferPlaceableWindows,
  windowSystemOf,
} from './shells/electron/display-placement.ts';
import { createKioskWindow } from './shells/electron/kiosk-window.ts';
import { createLifecycle, type Lifecycle } from './shells/electron/lifecycle.ts';
import { createPageProxy } from './shells/electron/page-proxy.ts';
import { createPageTrust } from './shells/electron/page-trust.ts';
import { createSecretBox, keepFromKeyrings } from './shells/electron/secret-box.ts';
import { useReferers } from './shells/electron/referer-requests.ts';
import { enableSandbox, lockEveryContents, lockSession } from './shells/electron/session-policy.ts';
import { createSettingsStore, settingsFileOptions } from './shells/electron/settings-store.ts';
import { watchGraphics } from './shells/electron/graphics-facts.ts';
import { createTouchPages, type ElectronTouchPages } from './shells/electron/touch-pages.ts';
import { keepCrashDumps } from './shells/electron/crash-dumps.ts';
import { plainUserAgent } from './shells/electron/user-agent.ts';
import { createSuccessor, withoutMount } from './shells/electron/successor.ts';
import type { StartOptions } from './cli/command-line.ts';
import { answerCommandLine, updatesOf } from './cli/electron-entry.ts';
import { readSettingOptions } from './cli/setting-options.ts';
import { settingsInForce } from './cli/settings-in-force.ts';
import { BAD_ARGUMENTS_EXIT_CODE } from './shared/exit-codes.ts';
import { createStderrLog } from './platform/logging/stderr-log.ts';
import { createPlayer } from './player/player.ts';
import { createSystemClock } from './shared/clock.ts';
import { describeThrown } from './shared/result.ts';
import type { Settings } from './shared/settings-schema.ts';
import { chromiumSwitches } from './shells/common/chromium-switches.ts';
import { createForgivingSettings } from './shells/common/forgiving-settings.ts';
import { createGraphicsGuard, graphicsSwitches, type GraphicsGuard } from './shells/common/graphics-guard.ts';
import { createTroubleReport } from './shells/common/trouble-report.ts';
import { childEnvironment } from './platform/machine/child-environment.ts';
import { createAwakeTools } from './platform/machine/awake-tools.ts';
import { programFile } from './platform/machine/program-folder.ts';
import { isSupervised, onParentGone, tellMeantEnd } from './platform/machine/parent-process.ts';
import { openDataFolder } from './platform/store/open-data-folder.ts';
import { askToFront, takeDataFolder, type InstanceLock } from './platform/files/instance-lock.ts';
import { settleVolatileFolder } from './platform/files/volatile-folder.ts';
import { writableFolder } from './platform/files/writable-folder.ts';
import {
  createStandstillWatch,
  type StandstillWatchDependencies,
} from './platform/machine/standstill-watch.ts';
import { keepHeapSmall } from './platform/machine/small-heap.ts';
import { slownessOf } from './platform/machine/machine-load.ts';
import { createKeyFileBox } from './platform/files/key-file-box.ts';
import { dataFile } from './platform/files/data-files.ts';
import { keepDamagedSettings } from './platform/files/settings-file.ts';

/*
 * Electron's entry. For a player nothing is awaited: what has to happen before ready happens at once and in this order, and
 * ready comes only after this module (https://www.electronjs.org/docs/latest/tutorial/esm).
 */

const log = createStderrLog();
const clock = createSystemClock();
const drawingFolder = drawingFolderOf(process.argv);
if (drawingFolder !== null) drawOne(drawingFolder);
else
  await answerCommandLine({
    argv: process.argv,
    environment: process.env,
    platform: process.platform,
    isPackaged: app.isPackaged,
    appVersion: app.getVersion(),
    end: (exitCode, sentence) => {
      if (sentence === undefined) app.exit(exitCode);
      else endAtOnce(sentence, exitCode);
    },
    switchAutostart,
    begin,
  });

/** This process draws one picture for a player and ends. */
function drawOne(folder: string): void {
  Menu.setApplicationMenu(null);
  lockEveryContents(app, log);
  runDrawingProgram({
    app,
    createWindow: (windowOptions) => new BrowserWindow(windowOptions),
    folder,
    clock,
    say: (line) => process.stdout.write(`${line}\n`),
  });
}

function begin(options: StartOptions): void {
  const given = readSettingOptions(options.settings);
  if (!given.ok) {
    endAtOnce(given.error.message, BAD_ARGUMENTS_EXIT_CODE);
    return;
  }
  keepHeapSmall();
  // https://www.electronjs.org/docs/latest/api/protocol#protocolregisterschemesasprivilegedcustomschemes
  protocol.registerSchemesAsPrivileged(privilegedSchemes);
  Menu.setApplicationMenu(null);
  const touchPages = createTouchPages({ app, session: () => session.defaultSession, log });
  lockEveryContents(app, log, touchPages.mayLoad);
  const folder = openDataFolder(options.dataFolder);
  if (folder.ok) start({ options, given: given.value, dataFolder: folder.value, touchPages });
  else endAtOnce(folder.error.message);
}

/** What a player is started with. */
interface Start {
  readonly options: StartOptions;
  /** The settings among the options of the command line. */
  readonly given: Partial<Settings>;
  readonly dataFolder: string;
  readonly touchPages: ElectronTouchPages;
}

/** `digiplayer --autostart=on`, with `--data-dir` and `--display` for a second screen; then the program ends. */
function switchAutostart(enabled: boolean): void {
  if (!app.isPackaged) {
    endAtOnce('Only an installed DigiPlayer can start at login.');
    return;
  }
  const result = setAutostart(enabled, autostartPlace(app));
  if (result.ok) app.exit(0);
  else endAtOnce(result.error.message);
}

/**
 * One player per data folder, whichever shell it has. Electron's own lock would know only Electron, and leaves links in the
 * folder whose targets are no files.
 */
function start(begun: Start): void {
  const { dataFolder } = begun;
  const sentence = 'DigiPlayer already runs on this data folder; it was asked to come to the front.';
  settleVolatileFolder(dataFolder, process.env['DIGIPLAYER_VOLATILE_FOLDER']);
  // Without a folder that it can write, Electron takes itself for a second instance.
  const sessionData = writableFolder(dataFile(dataFolder, 'browserFolder'));
  const isWritable = sessionData === dataFile(dataFolder, 'browserFolder');
  app.setPath('userData', isWritable ? dataFolder : sessionData);
  app.setPath('sessionData', sessionData);
  const lock = takeDataFolder(dataFolder);
  if (lock !== null) runWhenReady(begun, lock);
  else
    void askToFront(dataFolder).then(() => {
      endAtOnce(sentence);
    });
}

function runWhenReady(begun: Start, lock: InstanceLock): void {
  const { dataFolder, options, given } = begun;
  const settings = settingsInForce(dataFolder, options.configPath, given);
  enableSandbox(app, log);
  const crashDumps = keepCrashDumps({ app, crashReporter, clock, log }, dataFile(dataFolder, 'crashFolder'));
  app.userAgentFallback = plainUserAgent(app.userAgentFallback);
  keepFromKeyrings(app.commandLine, {
    platform: process.platform,
    secretStore: settings.secretStore,
    sealedFile: dataFile(dataFolder, 'credentials'),
  });
  const graphics = createGraphicsGuard({
    file: dataFile(dataFolder, 'graphics'),
    choice: settings.graphics,
    appVersion: app.getVersion(),
    clock,
    log,
  });
  appendSwitches(app.commandLine, [
    ...chromiumSwitches('electron'),
    ...graphicsSwitches(graphics.begin(), settings.graphics, process.platform),
  ]);
  preferPlaceableWindows(app.commandLine, {
    platform: process.platform,
    environment: process.env,
    display: settings.display,
    log,
  });
  const lifecycle = createLifecycle({ app, process, clock, log });
  endEntryGuard();
  onParentGone(() => {
    lifecycle.quit('the parent is gone');
  });
  app
    .whenReady()
    .then(() => run(begun, { settings, graphics, crashDumps, lifecycle, lock }))
    .catch((thrown: unknown) => {
      log.error('The player could not start.', { error: describeThrown(thrown) });
      app.exit(1);
    });
}

async function run(
  { dataFolder, options, given, touchPages }: Start,
  { settings: inForce, graphics, crashDumps, lifecycle, lock }: BeforeReady,
): Promise<void> {
  const origin = createAppOrigin({ rendererFolder: join(import.meta.dirname, '../renderer'), log });
  // https://www.electronjs.org/docs/latest/api/protocol#protocolhandlescheme-handler
  protocol.handle(APP_SCHEME, (request) => origin.answer(request));

  createStandstillWatch({ log, successor: isSupervised(process.env) ? null : successorOfThis() }).start();
  const settings = createForgivingSettings(
    () =>
      createSettingsStore(
        () => new ElectronStore(settingsFileOptions(dataFolder)),
        () => keepDamagedSettings(dataFolder, log),
      ),
    log,
  );
  const troubles = createTroubleReport();
  const awakeTools = createAwakeTools({ platform: process.platform, environment: process.env });
  const window = createKioskWindow({
    app,
    screen,
    powerMonitor,
    createWindow: (windowOptions) => new BrowserWindow(windowOptions),
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    windowed: options.windowed,
    windowSystem: windowSystemOf(
      process.platform,
      process.env,
      app.commandLine.getSwitchValue('ozone-platform'),
    ),
    devTools: !app.isPackaged,
    isTouchable: touchPages.isTouchable,
    placement: () =>
      placementFrom(settings.read(), given.display ?? process.env['DIGIPLAYER_DISPLAY'] ?? null),
    slowness: () => slownessOf(),
    clock,
    log,
    onTrouble: (trouble) => {
      const isGraphics = trouble.lost === 'graphics';
      troubles.tell(isGraphics ? { ...trouble, needsNewProcess: graphics.lost() } : trouble);
    },
    onSessionEnd: () => {
      tellMeantEnd();
      lifecycle.quit('the session ends');
    },
    onClosed: () => {
      tellMeantEnd();
      lifecycle.quit('the window was closed');
    },
  });
  const pageProxy = createPageProxy(session.defaultSession, log);
  const graphicsFacts = watchGraphics({ app, clock, log });
  lockSession(session.defaultSession, (contents) => contents !== null && contents === window.contents());
  const host = createHost({
    app,
    dataFolder,
    machineName: hostname(),
    secrets: createSecretBox({
      safeStorage,
      platform: process.platform,
      secretStore: inForce.secretStore,
      keyFileBox: createKeyFileBox(dataFile(dataFolder, 'credentialsKey'), log),
      log,
    }),
    settings,
    screen: window,
    bridge: createIpcTransport({ ipcMain, contents: () => window.contents(), log }),
    origin,
    keepAwake: createKeepAwake(powerSaveBlocker, awakeTools),
    useReferers: (rules) => {
      useReferers(session.defaultSession, rules);
    },
    touchPages: touchPages.port,
    startSuccessor: isSupervised(process.env)
      ? null
      : createSuccessor({ app, environment: process.env, args: process.argv.slice(1), pid: process.pid }),
    // From the source tree there is no program to start.
    ...(app.isPackaged && {
      autostart: {
        isOn: () => hasAutostart(autostartPlace(app)),
        set: (on) => setAutostart(on, autostartPlace(app)),
      },
    }),
    drawing: createElectronDrawing({
      executable: process.execPath,
      args: [
        ...(app.isPackaged ? [] : [app.getAppPath()]),
        ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
      ],
      folder: dataFile(dataFolder, 'drawingFolder'),
      environment: childEnvironment(process.env),
      clock,
    }),
    graphics: () => graphics.report(),
    updates: updatesOf(app.isPackaged),
    ...graphicsFacts,
    crashDumps,
    pageTrust: createPageTrust(session.defaultSession),
    pageProxy,
    onResume: (listener) => powerMonitor.on('resume', listener),
    onTrouble: troubles.listen,
    onEnd: () => {
      window.stop();
      awakeTools.stop();
      pageProxy.stop();
      lock.release();
    },
  });
  lock.onSecondStart(() => void window.show());

  // Every end that the player wishes stops it first, so that its next start knows why.
  const ends = {
    relaunch: () => {
      lifecycle.relaunch('the player starts anew');
    },
    quit: (exitCode: number) => {
      tellMeantEnd();
      lifecycle.quit('the player was told to end', exitCode);
    },
  };
  const player = createPlayer(
    { ...host, ...ends },
    {
      commandLine: given,
      configPath: options.configPath === null ? null : resolve(options.configPath),
      environment: process.env,
    },
  );
  lifecycle.watch({ host, stopPlayer: (hadBug) => player.stop(hadBug ? 'bug' : undefined) });
  const started = await player.start();
  if (!started.ok) {
    process.stderr.write(`${started.error.message}\n`);
    host.quit(1);
  }
}

/** What was made before ready. */
interface BeforeReady {
  readonly settings: Settings;
  readonly graphics: GraphicsGuard;
  readonly crashDumps: () => number;
  readonly lifecycle: Lifecycle;
  readonly lock: InstanceLock;
}

/** The same program once more, for where nobody starts it anew. */
function successorOfThis(): StandstillWatchDependencies['successor'] {
  const command = programFile(process.env, process.execPath);
  return { command, args: process.argv.slice(1), environment: withoutMount(process.env) };
}

function endAtOnce(sentence: string, exitCode = 1): void {
  process.stderr.write(`${sentence}\n`);
  // The next start would find the same.
  tellMeantEnd();
  app.exit(exitCode);
}
