import { join } from 'node:path';
import { findMissingDisplay } from '../platform/machine/display-presence.ts';
import { isSupervised } from '../platform/machine/parent-process.ts';
import { BAD_ARGUMENTS_EXIT_CODE } from '../shared/exit-codes.ts';
import { createSystemClock } from '../shared/clock.ts';
import { helpText, readCommandLine, type Environment, type StartOptions } from './command-line.ts';
import { isForeignSwitch, ownArguments } from './foreign-switches.ts';
import { keepPlayerRunning } from './keep-player-running.ts';
import { peekDataFolder } from '../platform/files/data-folder.ts';
import { programFile } from '../platform/machine/program-folder.ts';
import type { UpdateForm, UpdatePort } from '../shared/update-form.ts';
import { runCommand } from './run-command.ts';
import { readUpdateKeys } from './read-package.ts';
import { createStarter } from './starter.ts';

/** What the entry of Electron lends to its command line. */
export interface ElectronEntry {
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  readonly appVersion: string;
  /** Ends the program; with a sentence for stderr when something is wrong. */
  readonly end: (exitCode: number, sentence?: string) => void;
  readonly switchAutostart: (on: boolean) => void;
  /** Begins to play, at once: what has to happen before ready happens in it. */
  readonly begin: (options: StartOptions) => void;
}

/**
 * Does what the command line asks of a player of the Electron shell. Electron waits for its entry before it sets up a display,
 * a graphics process or a window (shell/browser/electron_browser_main_parts.cc, JoinAppCode), so that a command is run, and a
 * player is watched over, in the middle of it. The way to `begin` awaits nothing: ready would never come.
 */
export async function answerCommandLine(entry: ElectronEntry): Promise<void> {
  const { argv, environment, isPackaged, appVersion, end } = entry;
  const asked = readCommandLine(ownArguments(argv, isPackaged), environment, isForeignSwitch);
  if (!asked.ok) {
    end(BAD_ARGUMENTS_EXIT_CODE, asked.error.message);
    return;
  }
  const { value } = asked;
  switch (value.kind) {
    case 'help':
      process.stdout.write(helpText('digiplayer'));
      end(0);
      return;
    case 'version':
      process.stdout.write(`${appVersion}\n`);
      end(0);
      return;
    case 'command':
      end(await runCommand(value, { appVersion, updateKeys: ownUpdateKeys(), shell: () => 'electron' }));
      return;
    case 'start':
      if (value.options.autostart !== null) entry.switchAutostart(value.options.autostart);
      else if (needsParent(entry)) end(await watchOverPlayer(entry, value.options));
      else entry.begin(value.options);
  }
}

/**
 * Whether this process becomes the small parent of a player, which starts it anew when a signal or a lack of memory ends it.
 * From the source tree the launcher is that parent; on macOS the system takes a program that opens no window for hung, and
 * the entry at login keeps the player alive there.
 */
function needsParent({
  isPackaged,
  platform,
  environment,
}: Pick<ElectronEntry, 'isPackaged' | 'platform' | 'environment'>): boolean {
  return isPackaged && platform !== 'darwin' && !isSupervised(environment);
}

function watchOverPlayer(
  { argv, environment, appVersion }: ElectronEntry,
  options: StartOptions,
): Promise<number> {
  const found = peekDataFolder(options.dataFolder);
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const starter = createStarter({
    dataFolder: found.ok ? found.value : null,
    form: packagedForm(environment),
    packagedVersion: appVersion,
    environment,
    now: () => Date.now(),
    say,
  });
  return keepPlayerRunning({
    choose: () => {
      const { program, trial } = starter.begin();
      return { command: program ?? process.execPath, args: argv.slice(1), trial };
    },
    environment: { ...environment, DIGIPLAYER_STARTER: programFile(environment, process.execPath) },
    // Electron ends at once without a display, so that its parent has to wait for one.
    missingDisplay: () => findMissingDisplay(),
    clock: createSystemClock(),
    say,
  });
}

/** How this program of Electron is brought up to date: by what starts it, where that chooses a version. */
export function updatesOf(isPackaged: boolean): UpdatePort {
  const hasStarter = (process.env['DIGIPLAYER_STARTER'] ?? '') !== '' && process.platform === 'linux';
  const form = isPackaged ? packagedForm(process.env) : 'tree';
  return { form: hasStarter ? form : null, keys: ownUpdateKeys() };
}

function ownUpdateKeys(): readonly string[] {
  return readUpdateKeys(join(import.meta.dirname, '../..'));
}

/** In which form a version can lie beside this package of Electron. */
function packagedForm(environment: Environment): UpdateForm {
  return (environment['APPIMAGE'] ?? '') === '' ? 'unpacked' : 'appimage';
}
