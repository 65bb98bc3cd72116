import { defineConfig } from '@playwright/test';
import { findElectron } from './src/cli/electron-binary.ts';
import { findBrowser } from './src/shells/chromium/find-browser.ts';

const electron = findElectron(import.meta.dirname, process.env);

/** These look at the page alone, in a browser of their own: once is enough. */
const ofThePage = '**/layout.spec.ts';

/**
 * The same specs in both shells: always in the Chromium shell, and in Electron where its binary is (DESIGN, Two shells). The
 * browser and a display are found, or got, by tests/support/e2e/get-machine-ready.ts.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  updateSnapshots: 'none',
  globalSetup: './tests/support/e2e/get-machine-ready.ts',
  reporter: [['list'], ['./tests/support/e2e/electron-count.ts']],
  workers: 1,
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
    { name: 'chromium', metadata: { shell: 'chromium' } },
    ...(electron === null
      ? []
      : [{ name: 'electron', metadata: { shell: 'electron', binary: electron }, testIgnore: ofThePage }]),
  ],
});
