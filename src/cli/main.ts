import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { helpText, readCommandLine } from './command-line.ts';
import { build, isBuildFresh } from './fresh-build.ts';
import type { run } from './run.ts';
import { RESTART_EXIT_CODE, superviseRestarts } from './supervise-restarts.ts';

/*
 * `npm start`: answers what needs no player, builds what is missing or old, and hands over to the bundle. Little is
 * imported here, since everything else waits for it.
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
    process.stdout.write(helpText);
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
  const bundle = (await import(pathToFileURL(join(root, 'out/cli/run.js')).href)) as { run: typeof run };
  const exitCode = await bundle.run(commandLine.value);
  const isSupervised = process.env['DIGIPLAYER_SUPERVISED'] !== undefined;
  return exitCode === RESTART_EXIT_CODE && !isSupervised ? superviseRestarts() : exitCode;
}
