import { chromium } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOrInstallBrowser } from '../../tools/machine.ts';
import { docsPictures } from './docs-pictures.ts';
import { serveGallery, showState } from './gallery-site.ts';
import { states } from './states.ts';

/* `npm run docs:pictures`: draws the pictures of the guides, small enough to be kept with them. */

const root = join(import.meta.dirname, '../..');
const out = join(root, 'docs/pictures');
const QUALITY = 70;

const browserPath = await findOrInstallBrowser((line) => process.stdout.write(`${line}\n`));
if (!browserPath.ok) throw new Error(browserPath.error.message);
await mkdir(out, { recursive: true });
const site = await serveGallery(join(root, 'out/gallery-page'));
const browser = await chromium.launch({
  executablePath: browserPath.value,
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--force-color-profile=srgb'],
});
try {
  const viewport = { width: 1280, height: 720 };
  const context = await browser.newContext({
    viewport,
    hasTouch: true,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  for (const name of docsPictures) {
    const state = states.find((one) => one.name === name);
    if (state === undefined) throw new Error(`The gallery has no state ${name}.`);
    const page = await context.newPage();
    await showState(page, state, site.url);
    await page.waitForTimeout(500);
    const devtools = await context.newCDPSession(page);
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
    await writeFile(join(out, `${name}.webp`), Buffer.from(data, 'base64'));
    await page.close();
  }
} finally {
  await browser.close();
  await site.stop();
}
process.stdout.write(`${docsPictures.length} pictures in docs/pictures.\n`);
