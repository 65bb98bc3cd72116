import { join } from 'node:path';
import type { CommandLine, StartOptions } from './command-line.ts';
import { keepHeapSmall } from '../platform/machine/small-heap.ts';
import { settleVolatileFolder } from '../platform/files/volatile-folder.ts';
import { openDataFolder } from '../platform/store/open-data-folder.ts';
import { findElectron } from './electron-binary.ts';
import { readUpdateKeys, readVersion } from './read-package.ts';
import { startChromium } from './start-chromium.ts';
import { findBrowser } from '../shells/chromium/find-browser.ts';

/** The project, or what a package holds of it: this file is `out/cli/run.js` when it runs. */
const root = join(import.meta.dirname, '../..');

/** Does what the command line asks and answers the exit code. */
export async function run(commandLine: Extract<CommandLine, { kind: 'start' | 'command' }>): Promise<number> {
  // Everything in the data folder is for its owner alone, whichever library makes the file.
  process.umask(0o077);
  keepHeapSmall();
  if (commandLine.kind === 'command') {
    const { runCommand } = await import('./run-command.ts');
    return runCommand(commandLine, {
      appVersion: readVersion(root),
      updateKeys: readUpdateKeys(root),
      shell: shellHere,
    });
  }
  const { options } = commandLine;
  if (options.autostart !== null) {
    const { switchAutostart } = await import('./switch-autostart.ts');
    return switchAutostart(options.autostart);
  }
  const electron = options.shell === 'chromium' ? null : findElectron(root, process.env);
  if (wantsElectron(options) && electron !== null) {
    const { startElectron } = await import('./start-electron.ts');
    return startElectron(electron, root, options);
  }
  if (options.shell === 'electron') {
    return failed(
      "Electron's binary is not here; `npx install-electron` fetches it, or use --shell=chromium.",
    );
  }
  const dataFolder = openDataFolder(options.dataFolder);
  if (!dataFolder.ok) return failed(dataFolder.error.message);
  settleVolatileFolder(dataFolder.value, process.env['DIGIPLAYER_VOLATILE_FOLDER']);
  return startChromium({
    root,
    dataFolder: dataFolder.value,
    appVersion: readVersion(root),
    options,
  });
}

/** Only the Chromium shell can serve without a window. */
function wantsElectron({ shell, launch }: StartOptions): boolean {
  return shell === 'electron' || (shell === 'auto' && launch);
}

function failed(sentence: string): number {
  console.error(sentence);
  return 1;
}

function shellHere(): 'electron' | 'chromium' | null {
  if (findElectron(root, process.env) !== null) return 'electron';
  return findBrowser() === null ? null : 'chromium';
}
