import { chromium, type Page } from '@playwright/test';
import { browserArguments } from '../../../src/shells/chromium/browser-arguments.ts';
import { findBrowser } from '../../../src/shells/chromium/find-browser.ts';
import { PANEL } from './coded-player.ts';
import { makeFolder } from '../make-folder.ts';

/** A browser of a test's own, started as the Chromium shell starts its. */
export interface BareBrowser {
  readonly page: Page;
  /** Its command line names this folder. */
  readonly profileFolder: string;
  stop(): Promise<void>;
}

/** Fills `display` with a page. */
export async function startBareBrowser(display: string, address: string): Promise<BareBrowser> {
  const { path: profileFolder, remove } = makeFolder();
  const asRoot = process.getuid?.() === 0;
  // These two are Playwright's to say.
  const notOurs = ['--remote-debugging-pipe', `--user-data-dir=${profileFolder}`];
  const shellArguments = browserArguments({
    profileFolder,
    cacheBlocker: null,
    windowed: false,
    asRoot,
    size: PANEL,
    graphics: [],
    pages: [],
  });
  const context = await chromium.launchPersistentContext(profileFolder, {
    executablePath: findBrowser() ?? '/usr/bin/chromium',
    headless: false,
    viewport: null,
    chromiumSandbox: !asRoot,
    env: { ...process.env, DISPLAY: display },
    args: [
      ...shellArguments.filter((argument) => !notOurs.includes(argument)),
      // Without a window manager, one pixel more than the panel fills it.
      `--window-size=${PANEL.width + 1},${PANEL.height + 1}`,
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(address);
  return {
    page,
    profileFolder,
    async stop() {
      await context.close();
      remove();
    },
  };
}
