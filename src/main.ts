// First of all: from here on nothing that fails leaves a process without an end.
import { endEntryGuard } from './shells/electron/entry-guard.ts';
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
} from 'electron';
import ElectronStore from 'electron-store';
import { createAppOrigin, APP_SCHEME, privilegedSchemes } from './shells/electron/app-origin.ts';
import { hasAutostart, setAutostart, type AutostartPlace } from './shells/electron/autostart.ts';
import { createHost } from './shells/electron/create-host.ts';
import { createIpcTransport } from './shells/electron/ipc.ts';
import { createKeepAwake } from './shells/electron/keep-awake.ts';
import { placementFrom, windowSystemOf } from './shells/electron/display-placement.ts';
import { createKioskWindow } from './shells/electron/kiosk-window.ts';
import { createLifecycle, type Lifecycle } from './shells/electron/lifecycle.ts';
import { createSecretBox } from './shells/electron/secret-box.ts';
import { enableSandbox, lockEveryContents, lockSession } from './shells/electron/session-policy.ts';
import { createSettingsStore, settingsFileOptions } from './shells/electron/settings-store.ts';
import { readShellOptions, type ShellOptions } from './shells/electron/shell-options.ts';
import { createStderrLog } from './platform/logging/stderr-log.ts';
import { createPlayer } from './player/player.ts';
import { settingForEnvironmentName } from './player/settings/config-keys.ts';
import { parseSetting } from './player/settings/setting-values.ts';
import { createSystemClock } from './shared/clock.ts';
import { describeThrown } from './shared/result.ts';
import type { Settings } from './shared/settings-schema.ts';
import { createForgivingSettings } from './shells/common/forgiving-settings.ts';
import { createTroubleReport } from './shells/common/trouble-report.ts';
import { createAwakeTools } from './platform/machine/awake-tools.ts';
import { onParentGone, tellMeantEnd } from './platform/machine/parent-process.ts';
import { prepareDataFolder } from './platform/files/data-folder.ts';
import { askToFront, takeDataFolder, type InstanceLock } from './platform/files/instance-lock.ts';
import { writableFolder } from './platform/files/writable-folder.ts';
import {
  createStandstillWatch,
  type StandstillWatchDependencies,
} from './platform/machine/standstill-watch.ts';
import { slownessOf } from './platform/machine/machine-load.ts';
import { createKeyFileBox } from './platform/files/key-file-box.ts';
import { dataFile } from './platform/files/data-files.ts';
import { keepDamagedSettings } from './platform/files/settings-file.ts';

/*
 * Electron's entry. What has to happen before ready happens here at once and in this order; nothing is awaited at the top
 * level, since Electron is ready only after this module has run (https://www.electronjs.org/docs/latest/tutorial/esm).
 */

const log = createStderrLog();
const clock = createSystemClock();
const options = readShellOptions(process.argv.slice(app.isPackaged ? 1 : 2), process.env);

// https://www.electronjs.org/docs/latest/api/protocol#protocolregisterschemesasprivilegedcustomschemes
protocol.registerSchemesAsPrivileged(privilegedSchemes);
Menu.setApplicationMenu(null);
lockEveryContents(app, log);

const folder = prepareDataFolder(options.dataFolder);
if (options.autostart !== null) switchAutostart(options.autostart);
else if (!folder.ok) endAtOnce(folder.error.message);
else start(folder.value);

/** `digiplayer --autostart=on`, with `--data-dir` and `--display` for a second screen; then the program ends. */
function switchAutostart(enabled: boolean): void {
  if (!app.isPackaged) {
    endAtOnce('Only an installed DigiPlayer can start at login.');
    return;
  }
  const result = setAutostart(enabled, autostartPlace());
  if (result.ok) app.exit(0);
  else endAtOnce(result.error.message);
}

function autostartPlace(): AutostartPlace {
  return {
    app,
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    executable: process.env['APPIMAGE'] ?? process.execPath,
    args: process.argv.filter((arg) => /^--(data-dir|config|display)=/.test(arg)),
  };
}

/**
 * One player per data folder, whichever shell it has. Electron's own lock would know only Electron, and leaves links in the
 * folder whose targets are no files.
 */
function start(dataFolder: string): void {
  const sentence = 'DigiPlayer already runs on this data folder; it was asked to come to the front.';
  // Without a folder that it can write, Electron takes itself for a second instance.
  const sessionData = writableFolder(dataFile(dataFolder, 'browserFolder'));
  const isWritable = sessionData === dataFile(dataFolder, 'browserFolder');
  app.setPath('userData', isWritable ? dataFolder : sessionData);
  app.setPath('sessionData', sessionData);
  const lock = takeDataFolder(dataFolder);
  if (lock !== null) runWhenReady(dataFolder, lock);
  else
    void askToFront(dataFolder).then(() => {
      endAtOnce(sentence);
    });
}

function runWhenReady(dataFolder: string, lock: InstanceLock): void {
  enableSandbox(app, log);
  const lifecycle = createLifecycle({ app, process, clock, log });
  endEntryGuard();
  onParentGone(() => {
    lifecycle.quit('the parent is gone');
  });
  app
    .whenReady()
    .then(() => run(dataFolder, lifecycle, lock))
    .catch((thrown: unknown) => {
      log.error('The player could not start.', { error: describeThrown(thrown) });
      app.exit(1);
    });
}

async function run(dataFolder: string, lifecycle: Lifecycle, lock: InstanceLock): Promise<void> {
  const origin = createAppOrigin({ rendererFolder: join(import.meta.dirname, '../renderer'), log });
  // https://www.electronjs.org/docs/latest/api/protocol#protocolhandlescheme-handler
  protocol.handle(APP_SCHEME, (request) => origin.answer(request));
  lockSession(session.defaultSession);

  createStandstillWatch({ log, successor: options.supervised ? null : successorOfThis() }).start();
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
    createWindow: (windowOptions) => new BrowserWindow(windowOptions),
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    windowed: options.windowed,
    windowSystem: windowSystemOf(
      process.platform,
      process.env,
      app.commandLine.getSwitchValue('ozone-platform'),
    ),
    devTools: !app.isPackaged,
    placement: () => placementFrom(settings.read(), options.display),
    slowness: () => slownessOf(),
    clock,
    log,
    onTrouble: troubles.tell,
    onClosed: () => {
      tellMeantEnd();
      lifecycle.quit('the window was closed');
    },
  });
  const host = createHost({
    app,
    dataFolder,
    machineName: hostname(),
    secrets: createSecretBox({
      safeStorage,
      platform: process.platform,
      keyFileBox: createKeyFileBox(dataFile(dataFolder, 'credentialsKey'), log),
      log,
    }),
    settings,
    screen: window,
    bridge: createIpcTransport({ ipcMain, contents: () => window.contents(), log }),
    origin,
    keepAwake: createKeepAwake(powerSaveBlocker, awakeTools),
    supervised: options.supervised,
    // From the source tree there is no program to start.
    ...(app.isPackaged && {
      autostart: {
        isOn: () => hasAutostart(autostartPlace()),
        set: (on) => setAutostart(on, autostartPlace()),
      },
    }),
    onTrouble: troubles.listen,
    onEnd: () => {
      window.stop();
      awakeTools.stop();
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
      commandLine: settingsFrom(options.others),
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

/** The same program once more, for where nobody starts it anew. */
function successorOfThis(): StandstillWatchDependencies['successor'] {
  const command = process.env['APPIMAGE'] ?? process.execPath;
  return { command, args: process.argv.slice(1), environment: process.env };
}

/** The settings among the options of the command line; Chromium's own switches are not for us to judge. */
function settingsFrom(others: ShellOptions['others']): Partial<Settings> {
  const values: Partial<Record<keyof Settings, unknown>> = {};
  for (const [option, text] of others) {
    const name = settingForEnvironmentName(option.replaceAll('-', '_'));
    const parsed = name === null ? null : parseSetting(name, text);
    if (name !== null && parsed?.ok === true) values[name] = parsed.value;
    else if (name !== null) log.warn('An option of the command line is not usable.', { option });
  }
  return values as Partial<Settings>;
}

function endAtOnce(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  // The next start would find the same.
  tellMeantEnd();
  app.exit(1);
}
