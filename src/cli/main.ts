import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { helpText, readCommandLine } from './command-line.ts';
import { dataFile } from '../platform/files/data-files.ts';
import { peekDataFolder } from '../platform/files/data-folder.ts';
import { build, isBuildFresh } from './fresh-build.ts';
import { readVersion } from './read-package.ts';
import type { run } from './run.ts';

/*
 * `npm start`: answers what needs no player, builds what is missing or old, and hands over to the bundle: to the parent of
 * a player, or where a service manager is that parent already, to the player itself. Little is imported here, since
 * everything else waits for it.
 */

const root = join(import.meta.dirname, '../..');
process.exitCode = await main();

async function main(): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2), process.env);
  if (!commandLine.ok) {
    console.error(commandLine.error.message);
    return 2;
  }
  if (commandLine.value.kind === 'help') {
    process.stdout.write(helpText('npm start --'));
    return 0;
  }
  if (commandLine.value.kind === 'version') {
    console.log(readVersion(root));
    return 0;
  }
  if (!isBuildFresh(root)) {
    console.error('Building the player …');
    if (!(await build(root, (output) => process.stderr.write(output)))) {
      console.error('The player could not be built; the lines above say why.');
      return 1;
    }
  }
  const isSupervised = process.env['DIGIPLAYER_SUPERVISED'] !== undefined;
  const { value } = commandLine;
  if (value.kind === 'start' && value.options.autostart === null) {
    process.env['DIGIPLAYER_STARTER'] = root;
    return become(isSupervised && !hasUpdates(value.options.dataFolder) ? 'player.js' : 'parent.js');
  }
  const bundle = (await import(pathToFileURL(join(root, 'out/cli/run.js')).href)) as { run: typeof run };
  return bundle.run(value);
}

/** Whether more than the packaged version may be there to be started, which takes the starter under any parent. */
function hasUpdates(dataFolder: string | null): boolean {
  const found = peekDataFolder(dataFolder);
  return found.ok && existsSync(dataFile(found.value, 'updateState'));
}

/**
 * Replaces this process, which has compiled TypeScript and so is 12 MB larger than it need be, by the player's parent or the
 * player, under the same process id; where the system or its Node cannot, this process becomes it.
 */
async function become(entry: 'parent.js' | 'player.js'): Promise<number> {
  const script = join(root, 'out/cli', entry);
  const command = [...process.execArgv, script, ...process.argv.slice(2)];
  // Not in every Node that can start this file, and nowhere on Windows.
  if (process.platform !== 'win32') {
    process.execve?.(process.execPath, [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      ...command,
    ]);
  }
  await import(pathToFileURL(script).href);
  return Number(process.exitCode ?? 0);
}
