import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isSupervised } from '../platform/machine/parent-process.ts';
import { helpText, readCommandLine } from './command-line.ts';
import { build, isBuildFresh } from './fresh-build.ts';
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
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    console.log(version);
    return 0;
  }
  if (!isBuildFresh(root)) {
    console.error('Building the player …');
    if (!(await build(root, (output) => process.stderr.write(output)))) {
      console.error('The player could not be built; the lines above say why.');
      return 1;
    }
  }
  const { value } = commandLine;
  if (value.kind === 'start' && value.options.autostart === null) {
    return become(isSupervised(process.env) ? 'player.js' : 'parent.js');
  }
  const bundle = (await import(pathToFileURL(join(root, 'out/cli/run.js')).href)) as { run: typeof run };
  return bundle.run(value);
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
