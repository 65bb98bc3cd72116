import { readFileSync } from 'node:fs';
import { checkConfigFile } from '../player/settings/check-config.ts';
import { decodeText } from '../player/settings/decode-text.ts';
import { peekDataFolder } from '../platform/files/data-folder.ts';
import { openDataFolder } from '../platform/store/open-data-folder.ts';
import type { PanelPowerDependencies } from '../platform/machine/panel/panel-power.types.ts';
import { createSystemClock } from '../shared/clock.ts';
import { describeThrown, ok, type Result } from '../shared/result.ts';
import type { CommandLine } from './command-line.ts';
import type { CommandName, CommandSurroundings } from './commands.ts';
import { findScreenshot } from './find-screenshot.ts';
import { exportConfig } from './export-config.ts';
import { makeBundle } from './make-bundle.ts';
import { runCache } from './run-cache.ts';
import { printPlays } from './print-plays.ts';
import { printStatus } from './print-status.ts';
import { resetPin } from './reset-pin.ts';
import { runDiagnostics } from './run-diagnostics.ts';
import { runDoctor } from './run-doctor.ts';
import { runPanelDoctor } from './run-panel-doctor.ts';
import { requestUpdate, updateStatus } from './run-update.ts';
import { unpair } from './unpair.ts';

type Command = Extract<CommandLine, { kind: 'command' }>;

type Runner = (command: Command, surroundings: CommandSurroundings) => Promise<number> | number;

/** What each command does; it answers the exit code. */
const runners: Readonly<Record<CommandName, Runner>> = {
  'config check': ({ file, json }) => checkConfig(file ?? '', json),
  'config export': (command) =>
    inReadFolder(command, async (folder) => report(await exportConfig(folder, command), command.json)),
  'plays export': (command) => inReadFolder(command, (folder) => printPlays(folder, command)),
  status: (command) => inReadFolder(command, (folder) => printStatus({ folder, ...command })),
  screenshot: (command) => inReadFolder(command, (folder) => printScreenshot(folder, command.json)),
  diagnostics: (command, surroundings) =>
    (command.to === null ? inPreparedFolder : inReadFolder)(command, async (folder) => {
      const written = await runDiagnostics(folder, command, surroundings);
      return report(written.ok ? ok(`${written.value.path}\n`) : written, command.json);
    }),
  doctor: (command, surroundings) =>
    inReadFolder(command, (folder) =>
      command.panel
        ? runPanelDoctor(folder, command, thisMachine())
        : runDoctor(folder, command, surroundings),
    ),
  'cache status': (command, { appVersion }) =>
    inReadFolder(command, (folder) => runCache(folder, 'cache status', command, appVersion)),
  'cache verify': (command, { appVersion }) =>
    inPreparedFolder(command, (folder) => runCache(folder, 'cache verify', command, appVersion)),
  'cache clear': (command, { appVersion }) =>
    inPreparedFolder(command, (folder) => runCache(folder, 'cache clear', command, appVersion)),
  'bundle make': (command, surroundings) =>
    inReadFolder(command, async (folder) =>
      report(await makeBundle(folder, command, surroundings), command.json),
    ),
  'update status': (command, surroundings) =>
    inReadFolder(command, (folder) => {
      process.stdout.write(updateStatus(folder, surroundings, command.json));
      return 0;
    }),
  'update check': (command) =>
    inPreparedFolder(command, (folder) =>
      Promise.resolve(report(requestUpdate(folder, 'check'), command.json)),
    ),
  'update now': (command) =>
    inPreparedFolder(command, (folder) =>
      Promise.resolve(report(requestUpdate(folder, 'now'), command.json)),
    ),
  'pin reset': (command) =>
    inPreparedFolder(command, async (folder) => report(await resetPin(folder), command.json)),
  unpair: (command, { appVersion }) =>
    inPreparedFolder(command, async (folder) => report(await unpair(folder, appVersion), command.json)),
};

/** Runs one of the commands and answers the exit code. */
export async function runCommand(command: Command, surroundings: CommandSurroundings): Promise<number> {
  return runners[command.command](command, surroundings);
}

function thisMachine(): PanelPowerDependencies {
  return { platform: process.platform, environment: process.env, clock: createSystemClock() };
}

/** For the commands that only read, wherever the folder is and whoever's it is. */
async function inReadFolder(
  command: Command,
  run: (folder: string) => Promise<number> | number,
): Promise<number> {
  const found = peekDataFolder(command.options.dataFolder);
  return found.ok ? run(found.value) : report(found, command.json);
}

/** For the commands that change a data folder, which is made for this user alone first. */
async function inPreparedFolder(command: Command, run: (folder: string) => Promise<number>): Promise<number> {
  const dataFolder = openDataFolder(command.options.dataFolder);
  return dataFolder.ok ? run(dataFolder.value) : report(dataFolder, command.json);
}

/** Prints what is found in a file; 0 when it is usable, 1 when something in it will not apply. */
function checkConfig(path: string, json: boolean): number {
  let text: string;
  try {
    text = decodeText(readFileSync(path));
  } catch (thrown) {
    console.error(`${path} cannot be read: ${describeThrown(thrown)}.`);
    return 1;
  }
  const check = checkConfigFile(text, path);
  if (json) console.log(JSON.stringify({ file: path, ...check }, null, 2));
  else {
    for (const { severity, message } of check.findings) console.log(`${severity}: ${message}`);
    console.log(check.usable ? `${path} is usable.` : `${path} is not usable as it stands.`);
  }
  return check.usable ? 0 : 1;
}

function printScreenshot(folder: string, json: boolean): number {
  const found = findScreenshot(folder, json);
  if (!found.ok) return report(found, json);
  process.stdout.write(found.value);
  return 0;
}

/** A command's text on stdout, or its failure on stderr; as JSON both go to stdout. */
function report(result: Result<string>, json: boolean): number {
  if (json) console.log(JSON.stringify(result.ok ? { ok: true, text: result.value } : result, null, 2));
  else if (result.ok) process.stdout.write(result.value);
  else console.error(result.error.message);
  return result.ok ? 0 : 1;
}
