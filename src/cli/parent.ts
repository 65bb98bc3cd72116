import { join } from 'node:path';
import { findMissingDisplay } from '../platform/machine/display-presence.ts';
import { peekDataFolder } from '../platform/files/data-folder.ts';
import { createSystemClock } from '../shared/clock.ts';
import { readCommandLine, type StartOptions } from './command-line.ts';
import { findElectron } from './electron-binary.ts';
import { electronArguments } from './electron-arguments.ts';
import { keepPlayerRunning, type PlayerProgram } from './keep-player-running.ts';
import { readVersion } from './read-package.ts';
import { createStarter, type Starter } from './starter.ts';

/*
 * The parent of the player, from its very first start to the end, in either shell, and the starter of its versions. It stands
 * beside the player for years, so it is small: it imports nothing of the player but the state of its updates, and its bundle
 * is plain JavaScript, since Node's own compiler for TypeScript costs 12 MB for as long as the process lives.
 */

const root = join(import.meta.dirname, '../..');
// Which of the programs was started: an update's own place would not do for the start at login.
process.env['DIGIPLAYER_STARTER'] ??= root;
// Whoever reads the output may be gone before the player is.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
/** Ends the process when the player has ended for good. */
export const ended = main().then((exitCode): never => process.exit(exitCode));

async function main(): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2), process.env);
  // The command line was read once before; only its start comes here.
  if (!commandLine.ok || commandLine.value.kind !== 'start') return 2;
  const program = programFor(commandLine.value.options);
  if (typeof program === 'string') {
    console.error(program);
    return 1;
  }
  return keepPlayerRunning({
    ...program,
    environment: process.env,
    clock: createSystemClock(),
    say: (line) => {
      console.error(line);
    },
  });
}

/** What to run for these options, or a sentence why it cannot be. */
function programFor(options: StartOptions): Pick<PlayerProgram, 'choose' | 'missingDisplay'> | string {
  // Only the Chromium shell can serve without a window.
  const mayBeElectron = options.shell === 'electron' || (options.shell === 'auto' && options.launch);
  const electron = mayBeElectron ? findElectron(root, process.env) : null;
  const starter = starterOn(options);
  if (electron !== null) {
    return {
      choose: () => {
        const { folder, trial } = starter.begin();
        return { command: electron, args: electronArguments(folder ?? root, options), trial };
      },
      // Electron ends at once without a display, so that its parent has to wait for one.
      missingDisplay: () => findMissingDisplay(),
    };
  }
  if (options.shell === 'electron') {
    return "Electron's binary is not here; `npx install-electron` fetches it, or use --shell=chromium.";
  }
  return {
    choose: () => {
      const { program, trial } = starter.begin();
      const script = program ?? join(root, 'out/cli/player.js');
      return { command: process.execPath, args: [script, ...process.argv.slice(2)], trial };
    },
    missingDisplay: () => Promise.resolve(null),
  };
}

function starterOn({ dataFolder }: StartOptions): Starter {
  const found = peekDataFolder(dataFolder);
  return createStarter({
    dataFolder: found.ok ? found.value : null,
    form: 'tree',
    packagedVersion: readVersion(root),
    environment: process.env,
    now: () => Date.now(),
    say: (line) => {
      console.error(line);
    },
  });
}
