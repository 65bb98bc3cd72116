import { defineConfig } from '@playwright/test';
import { findElectron } from './src/cli/electron-binary.ts';
import { findBrowser } from './src/shells/chromium/find-browser.ts';
import {
  chromiumShell,
  electronShell,
  standInShell,
  type ShellUnderTest,
} from './tests/support/e2e/shell-under-test.ts';

const electron = findElectron(import.meta.dirname, process.env);

/** These look at the page alone, in a browser of their own: once is enough. */
const ofThePage = '**/{layout,names}.spec.ts';

/** These are about what a person does or types, and not about what the machine has time for: they run beside the others. */
const byHand = /(pairing|pairing-\w+|overlay|command-line|layout|names|gallery)\.spec\.ts$/;

/** What `npm test` runs on the stand-in, within a few minutes; `npm run test:standin` runs all. */
const standInPart =
  /(playing|foreign-bytes|pairing|overlay|screen-picture|command-line|electron-shell|kiosk)\.spec\.ts$/;

/**
 * The same specs in both shells: in the Chromium shell, in the Electron shell's own code on the stand-in for its binary, and
 * in Electron where the binary is. The browser and a display are found, or got, by tests/support/e2e/get-machine-ready.ts.
 */
export default defineConfig<object, { shell: ShellUnderTest }>({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  updateSnapshots: 'none',
  globalSetup: './tests/support/e2e/get-machine-ready.ts',
  reporter: [['list'], ['./tests/support/e2e/shell-counts.ts']],
  // Two at a time: in a project the specs follow each other, since many of them look at what the machine has time for.
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  // A second try would hide what this product is about: a screen that is right only now and then.
  retries: 0,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1280, height: 720 },
    locale: 'en-US',
    trace: 'retain-on-failure',
    launchOptions: {
      // A machine without a browser gets one before the first test, at this place.
      executablePath: findBrowser() ?? '/usr/bin/chromium',
      args: ['--autoplay-policy=no-user-gesture-required', '--force-color-profile=srgb'],
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
  projects: [
    { name: 'chromium', use: { shell: chromiumShell }, workers: 1, testIgnore: byHand },
    { name: 'chromium-by-hand', use: { shell: chromiumShell }, workers: 1, testMatch: byHand },
    // It needs an X display and /proc.
    ...(process.platform === 'linux'
      ? [
          {
            name: 'standin',
            workers: 1,
            use: { shell: standInShell },
            testIgnore: ofThePage,
            ...(process.env['DIGIPLAYER_STANDIN'] === 'all' ? {} : { testMatch: standInPart }),
          },
        ]
      : []),
    ...(electron === null
      ? []
      : [{ name: 'electron', workers: 1, use: { shell: electronShell(electron) }, testIgnore: ofThePage }]),
  ],
});
