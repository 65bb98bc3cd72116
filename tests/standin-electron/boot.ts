import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { standIn } from './module.ts';

/*
 * Begins as Electron does (lib/browser/init.ts): the app's main module runs, then Chromium comes up, then the app is ready.
 * From here on `electron` means ./module.ts, for `import` and for `require`, also for the one of a debugger.
 */

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron'
      ? { url: new URL('./module.ts', import.meta.url).href, shortCircuit: true }
      : nextResolve(specifier, context),
});

// The app sees the command line of the binary, not that of Node.
const binary = join(import.meta.dirname, 'electron');
process.argv.splice(0, 2, binary);
process.execPath = binary;

// Electron's own answer to what nobody catches: a box with the error, and a process that lives on.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') > 1) return;
  process.stderr.write(`A JavaScript error occurred in the main process: ${error.stack ?? error.message}\n`);
});

try {
  await import(pathToFileURL(standIn.mainModule).href);
} catch (thrown) {
  process.emit('uncaughtException', thrown as Error);
}
await standIn.start();
