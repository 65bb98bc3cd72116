import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { createChromiumShell, type ChromiumShell } from '../shells/chromium/chromium-shell.ts';
import { makeFirstPage, type FirstPage } from '../shells/chromium/first-page.ts';
import { findBrowser } from '../shells/chromium/find-browser.ts';
import type { Log } from '../platform/logging/log.ts';
import { createStderrLog } from '../platform/logging/stderr-log.ts';
import { createSystemClock } from '../shared/clock.ts';
import type { Player } from '../player/player.ts';
import { describeThrown, type Result } from '../shared/result.ts';
import { graphicsChoices, type GraphicsChoice } from '../shared/graphics.ts';
import type { Settings } from '../shared/settings-schema.ts';
import { lockDataFolder, type InstanceLock } from '../platform/files/instance-lock.ts';
import type { StandstillWatch } from '../platform/machine/standstill-watch.ts';
import { dataFile } from '../platform/files/data-files.ts';
import { peekSettings } from '../platform/files/settings-file.ts';
import { peekKeptValue } from '../platform/store/peek-kept-value.ts';
import { RESUME_POINT } from '../shared/first-picture.ts';
import type { StartOptions } from './command-line.ts';
import { BAD_ARGUMENTS_EXIT_CODE, RESTART_EXIT_CODE } from '../shared/exit-codes.ts';
import { saveCompiled } from '../platform/machine/compile-cache.ts';
import { onParentGone, tellMeantEnd } from '../platform/machine/parent-process.ts';
import type { UpdatePort } from '../shared/update-form.ts';
import { readUpdateKeys } from './read-package.ts';
import { autostartPort } from './switch-autostart.ts';

interface ChromiumStart {
  readonly root: string;
  readonly dataFolder: string;
  readonly appVersion: string;
  readonly options: StartOptions;
}

/** What still runs after this long is cut off: whoever sent SIGTERM kills after 1.5 s. */
const STOP_WITHIN_MS = 1_300;
/** After a bug the next player starts no sooner, so that one at boot does not spin, ms. */
const BUG_PAUSE_MS = 500;
const WINDOW = { width: 1280, height: 720 };

/** Runs the player in the machine's own Chromium until it is told to stop; answers the exit code. */
export async function startChromium(start: ChromiumStart): Promise<number> {
  const log = createStderrLog();
  const commandLine = await checkedSettings(start.options);
  if (!commandLine.ok) {
    console.error(commandLine.error.message);
    return BAD_ARGUMENTS_EXIT_CODE;
  }
  const lock = await lockDataFolder(start.dataFolder);
  if (lock === null) {
    console.error('DigiPlayer already runs on this data folder; it was asked to come to the front.');
    tellMeantEnd();
    return 1;
  }
  return playUntilTold(start, commandLine.value, lock, log);
}

async function playUntilTold(
  start: ChromiumStart,
  commandLine: Partial<Settings>,
  lock: InstanceLock,
  log: Log,
): Promise<number> {
  const { root, dataFolder, appVersion, options } = start;
  const ending = Promise.withResolvers<number>();
  const onSignal = (): void => {
    ending.resolve(0);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal).on('SIGHUP', onSignal);
  const stopHearingParent = onParentGone(onSignal);
  // A bug must not end the player: it stops in order and starts anew, as the Electron shell does.
  let hadBug = false;
  let isEnding = false;
  const onBug = (thrown: unknown): void => {
    hadBug = true;
    log.error('The player met a bug and starts anew.', { error: describeBug(thrown) });
    setTimeout(() => {
      ending.resolve(RESTART_EXIT_CODE);
    }, BUG_PAUSE_MS);
  };
  process.on('uncaughtException', onBug).on('unhandledRejection', onBug);
  let standstill: StandstillWatch | null = null;
  const rendererFolder = join(root, 'out/renderer');
  const shell = createChromiumShell({
    dataFolder,
    rendererFolder,
    firstPage: () => firstPageOf(dataFolder, rendererFolder, options),
    appVersion,
    machineName: hostname(),
    locale: () => Intl.DateTimeFormat().resolvedOptions().locale,
    findBrowser: options.launch ? () => findBrowser() : null,
    findDrawingBrowser: () => findBrowser(),
    windowed: options.windowed,
    graphics: graphicsOf(commandLine, dataFolder),
    size: sizeOf(commandLine),
    display: () => displayOf(commandLine, dataFolder),
    clock: createSystemClock(),
    log,
    autostart: autostartPort(),
    updates: updatesOf(root),
    onAddress: (url) => {
      console.log(`Open ${url}`);
    },
    onRelaunch: () => {
      ending.resolve(RESTART_EXIT_CODE);
    },
    onQuit: (exitCode) => {
      tellMeantEnd();
      ending.resolve(exitCode);
    },
  });

  const startsPlayer = async (): Promise<boolean> => {
    await shell.start();
    await shell.firstPicture();
    if (options.launch && process.getuid?.() === 0) {
      log.warn('Running as root: the browser is started with --no-sandbox.');
    }
    if (isEnding) return false;
    lock.onSecondStart(() => void shell.show());
    const { createStandstillWatch } = await import('../platform/machine/standstill-watch.ts');
    // The parent, or systemd, starts the player anew.
    standstill = createStandstillWatch({ log, successor: null });
    standstill.start();
    return true;
  };
  const stopPlayer = startPlayer(startsPlayer, shell, commandLine, start).then(
    ({ failure, stop }) => {
      if (failure === null) return stop;
      console.error(failure);
      ending.resolve(1);
      return stop;
    },
    (thrown: unknown) => {
      console.error(`The player could not start: ${describeThrown(thrown)}.`);
      ending.resolve(1);
      return () => Promise.resolve();
    },
  );

  const exitCode = await ending.promise;
  isEnding = true;
  const cutOff = setTimeout(() => process.exit(exitCode), STOP_WITHIN_MS);
  await Promise.all([stopPlayer.then((stop) => stop(hadBug ? 'bug' : undefined)), shell.stop()]);
  lock.release();
  (standstill as StandstillWatch | null)?.stop();
  stopHearingParent();
  process.off('SIGTERM', onSignal).off('SIGINT', onSignal).off('SIGHUP', onSignal);
  process.off('uncaughtException', onBug).off('unhandledRejection', onBug);
  // A forgotten socket or timer may not keep the process.
  cutOff.unref();
  return exitCode;
}

/** With its place in the code, since nobody will see it happen again. */
function describeBug(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : describeThrown(thrown);
}

/** The browser and its first picture first, then the player's code: both want the same cores. */
async function startPlayer(
  startsPlayer: () => Promise<boolean>,
  shell: ChromiumShell,
  commandLine: Partial<Settings>,
  { dataFolder, options: { configPath } }: ChromiumStart,
): Promise<{ failure: string | null; stop: Player['stop'] }> {
  if (!(await startsPlayer())) return { failure: null, stop: () => Promise.resolve() };
  const [{ createPlayer }, host] = await Promise.all([import('../player/player.ts'), shell.host()]);
  const player = createPlayer(host, {
    commandLine,
    configPath: configPath === null ? null : resolve(configPath),
    environment: process.env,
  });
  const started = await player.start();
  saveCompiled(dataFile(dataFolder, 'compiledFolder'));
  return { failure: started.ok ? null : started.error.message, stop: (because) => player.stop(because) };
}

/**
 * After one end the same is shown again, as the player does too (`screen/blame.ts`); after several in a row nothing that is not known
 * to be at fault: the player decides first.
 */
function firstPageOf(dataFolder: string, rendererFolder: string, { launch }: StartOptions): FirstPage | null {
  const failures = Number(process.env['DIGIPLAYER_FAILED_STARTS'] ?? 0);
  if (!launch || failures > 1) return null;
  return makeFirstPage(dataFolder, rendererFolder, () =>
    peekKeptValue(dataFile(dataFolder, 'database'), RESUME_POINT),
  );
}

/** Without a launcher that chooses the version, nothing would start another one. */
function updatesOf(root: string): UpdatePort {
  const hasStarter = (process.env['DIGIPLAYER_STARTER'] ?? '') !== '';
  return { form: hasStarter ? 'tree' : null, keys: readUpdateKeys(root) };
}

/** The schema of the settings is loaded only when there is something to check: it takes longer than the rest of the way. */
async function checkedSettings({ settings }: StartOptions): Promise<Result<Partial<Settings>>> {
  if (settings.length === 0) return { ok: true, value: {} };
  const { readSettingOptions } = await import('./setting-options.ts');
  return readSettingOptions(settings);
}

/** What the player itself would read, before it is there: the command line, the environment, what is stored. */
function displayOf({ display }: Partial<Settings>, dataFolder: string): string {
  return display ?? process.env['DIGIPLAYER_DISPLAY'] ?? storedText('display', dataFolder);
}

function graphicsOf({ graphics }: Partial<Settings>, dataFolder: string): GraphicsChoice {
  const said = graphics ?? process.env['DIGIPLAYER_GRAPHICS'] ?? storedText('graphics', dataFolder);
  return graphicsChoices.find((choice) => choice === said.toLowerCase()) ?? 'auto';
}

function storedText(name: 'display' | 'graphics', dataFolder: string): string {
  const value = peekSettings(dataFolder)?.[name];
  return typeof value === 'string' ? value : '';
}

function sizeOf({ resolution }: Partial<Settings>): { width: number; height: number } {
  const written = resolution ?? process.env['DIGIPLAYER_RESOLUTION'] ?? '';
  const [width, height] = written.split('x').map(Number);
  return width !== undefined && height !== undefined && width > 0 && height > 0 ? { width, height } : WINDOW;
}
