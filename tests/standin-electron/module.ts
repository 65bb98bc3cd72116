import { createStandIn } from './stand-in.ts';

/** The one stand-in of this process. */
export const standIn = createStandIn(process.argv.slice(2));

const { electron } = standIn;

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
  shell,
  webContents,
} = electron;
