import { chromium, type Browser } from '@playwright/test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOrInstallBrowser } from '../../tools/machine.ts';
import { serveGallery, showState, type GallerySite } from '../gallery/gallery-site.ts';
import { states } from '../gallery/states.ts';
import { expect, test } from '../support/e2e/fixtures.ts';

/**
 * The layout of the screens against references (issue 7). They hold for the Chromium that drew them: another one lays type
 * out a little differently, so there the comparison is left out, and says so. `npm run references` draws them anew. The
 * gallery's figures and times stand still, and animations are off, so that nothing has to be masked.
 */

const drawnBy = join(import.meta.dirname, 'layout-references/chromium.json');
const panels = { landscape: { width: 1280, height: 720 }, portrait: { width: 720, height: 1280 } } as const;

const shown = [
  'pairing-new',
  'pairing-worst-case',
  'pairing-keyboard-code',
  'pairing-progress-download',
  'overlay-pin',
  'overlay-status',
  'overlay-server',
  'overlay-display',
  'overlay-storage',
  'overlay-logs',
  'overlay-power',
  'standby-online',
  'standby-first-sync',
] as const;

test.skip(({ shell }) => shell.name === 'electron', 'the gallery is drawn without a shell');

let browser: Browser | null = null;
let site: GallerySite | null = null;

// Playwright wants the first argument taken apart, also where nothing is taken.
// eslint-disable-next-line no-empty-pattern
test.beforeAll(async ({}, info) => {
  const found = await findOrInstallBrowser(() => undefined);
  if (!found.ok) throw new Error(found.error.message);
  // As little of the machine as can be: neither its hints nor its subpixels shape the letters.
  browser = await chromium.launch({
    executablePath: found.value,
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--force-color-profile=srgb', '--font-render-hinting=none', '--disable-lcd-text'],
  });
  const { updateSnapshots } = info.config;
  if (updateSnapshots === 'all' || updateSnapshots === 'changed') {
    mkdirSync(dirname(drawnBy), { recursive: true });
    writeFileSync(drawnBy, `{ "chromium": ${JSON.stringify(browser.version())} }\n`);
  }
  const drawn = existsSync(drawnBy)
    ? (JSON.parse(readFileSync(drawnBy, 'utf8')) as { chromium: string }).chromium
    : 'none';
  const differs = `The layout references were drawn by Chromium ${drawn}, and this is ${browser.version()}: nothing is compared. "npm run references" draws them anew.`;
  if (drawn !== browser.version()) {
    process.stdout.write(`${differs}\n`);
    test.skip(true, differs);
  }
  site = await serveGallery(join(import.meta.dirname, '../../out/layout-page'));
});

test.afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

for (const [panel, viewport] of Object.entries(panels)) {
  test(`every screen in ${panel} is laid out as in its reference`, async () => {
    if (browser === null || site === null) throw new Error('The gallery is not served.');
    const context = await browser.newContext({
      viewport,
      hasTouch: true,
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    for (const name of shown) {
      const state = states.find((one) => one.name === name);
      if (state === undefined) throw new Error(`The gallery has no state ${name}.`);
      const page = await context.newPage();
      await showState(page, state, site.url);
      await expect.soft(page).toHaveScreenshot(`${name}-${panel}.png`, {
        animations: 'disabled',
        caret: 'hide',
        maxDiffPixelRatio: 0.002,
      });
      await page.close();
    }
    await context.close();
  });
}
