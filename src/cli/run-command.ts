import { readFileSync } from 'node:fs';
import { checkConfigFile } from '../player/settings/check-config.ts';
import { peekDataFolder, prepareDataFolder } from '../platform/files/data-folder.ts';
import { assertNever } from '../shared/assert-never.ts';
import { describeThrown, type Result } from '../shared/result.ts';
import type { CommandLine } from './command-line.ts';
import { exportConfig } from './export-config.ts';
import { runCache } from './run-cache.ts';
import { printPlays } from './print-plays.ts';
import { runDoctor } from './run-doctor.ts';
import { unpair } from './unpair.ts';

type Command = Extract<CommandLine, { kind: 'command' }>;

/** Runs one of the commands and answers the exit code. */
export async function runCommand(command: Command, appVersion: string): Promise<number> {
  if (command.command === 'config check') return checkConfig(command.file ?? '', command.json);
  const found = peekDataFolder(command.options.dataFolder);
  if (!found.ok) return report(found, command.json);
  const place = found.value;
  switch (command.command) {
    case 'config export':
      return report(await exportConfig(place, command), command.json);
    case 'plays export':
      return printPlays(place, command.json);
    case 'doctor':
      return runDoctor(place, command, appVersion);
    case 'cache status':
      return runCache(place, command.command, command, appVersion);
    case 'cache verify':
    case 'cache clear':
    case 'unpair':
      return runWriting(command.command, command, appVersion);
    default:
      return assertNever(command.command);
  }
}

/** The commands that change a data folder, which is made for this user alone first. */
async function runWriting(
  name: 'cache verify' | 'cache clear' | 'unpair',
  command: Command,
  appVersion: string,
): Promise<number> {
  const dataFolder = prepareDataFolder(command.options.dataFolder);
  if (!dataFolder.ok) return report(dataFolder, command.json);
  if (name === 'unpair') return report(await unpair(dataFolder.value, appVersion), command.json);
  return runCache(dataFolder.value, name, command, appVersion);
}

/** Prints what is found in a file; 0 when it is usable, 1 when something in it will not apply. */
function checkConfig(path: string, json: boolean): number {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
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

/** A command's text on stdout, or its failure on stderr; as JSON both go to stdout. */
function report(result: Result<string>, json: boolean): number {
  if (json) console.log(JSON.stringify(result.ok ? { ok: true, text: result.value } : result, null, 2));
  else if (result.ok) process.stdout.write(result.value);
  else console.error(result.error.message);
  return result.ok ? 0 : 1;
}
