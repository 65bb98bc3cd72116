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
import { placementFrom } from './shells/electron/display-placement.ts';
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
import { prepareDataFolder } from './platform/files/data-folder.ts';
import { askToFront, takeDataFolder, type InstanceLock } from './platform/files/instance-lock.ts';
import { writableFolder } from './platform/files/writable-folder.ts';
import { slownessOf } from './platform/machine/machine-load.ts';
import { createKeyFileBox, KEY_FILE_NAME } from './platform/files/key-file-box.ts';

/*
 * Electron's entry. What has to happen before ready happens here at once and in this order; nothing is awaited at the top
 * level, since Electron is ready only after this module has run (https://www.electronjs.org/docs/latest/tutorial/esm).
 */

const log = createStderrLog();
const clock = createSystemClock();
const options = readShellOptions(process.argv.slice(app.isPackaged ? 1 : 2), process.env);

enableSandbox(app, process.getuid?.(), log);
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
 * One player per data folder: Electron's own lock tells a second Electron
 * (https://www.electronjs.org/docs/latest/api/app#apprequestsingleinstancelockadditionaldata), and the lock of the folder
 * excludes a player of the other shell.
 */
function start(dataFolder: string): void {
  const sentence = 'DigiPlayer already runs on this data folder; it was brought to the front.';
  // Without a folder that it can write, Electron takes itself for a second instance.
  const sessionData = writableFolder(join(dataFolder, 'browser'));
  const isWritable = sessionData === join(dataFolder, 'browser');
  app.setPath('userData', isWritable ? dataFolder : sessionData);
  app.setPath('sessionData', sessionData);
  if (!app.requestSingleInstanceLock()) {
    endAtOnce(sentence);
    return;
  }
  const lock = takeDataFolder(dataFolder);
  if (lock !== null) runWhenReady(dataFolder, lock);
  else
    void askToFront(dataFolder).then(() => {
      endAtOnce(sentence);
    });
}

function runWhenReady(dataFolder: string, lock: InstanceLock): void {
  const lifecycle = createLifecycle({ app, process, clock, log });
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

  const settings = createForgivingSettings(
    () => createSettingsStore(new ElectronStore(settingsFileOptions(dataFolder))),
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
    devTools: !app.isPackaged,
    placement: () => placementFrom(settings.read(), options.display),
    slowness: () => slownessOf(),
    clock,
    log,
    onTrouble: troubles.tell,
    relaunch: (reason) => {
      lifecycle.relaunch(reason);
    },
    onClosed: () => {
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
      keyFileBox: createKeyFileBox(join(dataFolder, KEY_FILE_NAME)),
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
  app.on('second-instance', () => void window.show());
  lock.onSecondStart(() => void window.show());

  const player = createPlayer(host, {
    commandLine: settingsFrom(options.others),
    configPath: options.configPath === null ? null : resolve(options.configPath),
    environment: process.env,
  });
  lifecycle.watch({ host, stopPlayer: () => player.stop() });
  const started = await player.start();
  if (!started.ok) {
    process.stderr.write(`${started.error.message}\n`);
    host.quit(1);
  }
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
  app.exit(1);
}
