import { tmpdir } from 'node:os';
import { createFakeElectron } from './fake-electron.ts';

/** The fake as the module `electron` of a process of its own (see register.ts). */
export const fake = createFakeElectron({
  userData: tmpdir(),
  switches: process.argv.flatMap((word) => /^--([^=]+)/.exec(word)?.[1] ?? []),
});

const { electron } = fake;

// Electron's module has both: its members by name, and all of them as its default.
export { electron as default };
export const {
  app,
  BrowserWindow,
  crashReporter,
  ipcMain,
  Menu,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
} = electron;
