import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dataFile } from '../platform/files/data-files.ts';
import { peekDataFolder } from '../platform/files/data-folder.ts';
import { keepCompiled } from '../platform/machine/compile-cache.ts';
import { isSupervised } from '../platform/machine/parent-process.ts';
import { helpText, readCommandLine } from './command-line.ts';
import { readVersion } from './read-package.ts';
import type { run } from './run.ts';

export interface LaunchOptions {
  /** The project, or what a package holds of it. */
  readonly root: string;
  /** How the player is called here, for the help: `npm start --` or `digiplayer`. */
  readonly program: string;
  /** Whether this process is plain JavaScript, and small enough to become the player or its parent as it is. */
  readonly isPlain: boolean;
  /** Called before a bundle is needed; answers whether there is one. */
  readonly prepareBundles: () => Promise<boolean>;
}

/**
 * Answers what needs no player, and hands over to the bundle: to the parent of a player, or where a service manager is that
 * parent already, to the player itself. Little is imported here, since everything else waits for it. Answers the exit code.
 */
export async function launch({ root, program, isPlain, prepareBundles }: LaunchOptions): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2), process.env);
  if (!commandLine.ok) {
    console.error(commandLine.error.message);
    return 2;
  }
  if (commandLine.value.kind === 'help') {
    process.stdout.write(helpText(program));
    return 0;
  }
  if (commandLine.value.kind === 'version') {
    console.log(readVersion(root));
    return 0;
  }
  if (!(await prepareBundles())) return 1;
  const { value } = commandLine;
  if (value.kind === 'start' && value.options.autostart === null) {
    process.env['DIGIPLAYER_STARTER'] = root;
    const found = peekDataFolder(value.options.dataFolder);
    if (found.ok) keepCompiled(dataFile(found.value, 'compiledFolder'));
    const needsNoParent = isSupervised(process.env) && !hasUpdates(value.options.dataFolder);
    return become(join(root, 'out/cli', needsNoParent ? 'player.js' : 'parent.js'), isPlain);
  }
  return (load(join(root, 'out/cli/run.js')) as { readonly run: typeof run }).run(value);
}

/** Whether more than the packaged version may be there to be started, which takes the starter under any parent. */
function hasUpdates(dataFolder: string | null): boolean {
  const found = peekDataFolder(dataFolder);
  return found.ok && existsSync(dataFile(found.value, 'updateState'));
}

/**
 * Replaces this process, where it has compiled TypeScript and so is 12 MB larger than it need be, by the player's parent or
 * the player, under the same process id; where that is no gain, or the system or its Node cannot, this process becomes it.
 */
async function become(script: string, isPlain: boolean): Promise<number> {
  const command = [...process.execArgv, script, ...process.argv.slice(2)];
  // Not in every Node that can start this file, and nowhere on Windows.
  if (!isPlain && process.platform !== 'win32') {
    process.execve?.(process.execPath, [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      ...command,
    ]);
  }
  return (load(script) as { readonly ended: Promise<number> }).ended;
}

/** Reads a bundle. An import would first make Node's loader of ES modules ready, for which the browser would wait. */
function load(script: string): unknown {
  return createRequire(script)(script);
}
