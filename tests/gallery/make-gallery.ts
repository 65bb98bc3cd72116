import { chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, preview, type PreviewServer } from 'vite';
import { findOrInstallBrowser } from '../../src/cli/machine.ts';
import { audit } from './audit.ts';
import { indexPage, type Picture } from './index-page.ts';
import { states, type GalleryState } from './states.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out/gallery');
const panels = ['1280x720', '1920x1080', '720x1280', '1080x1920', '3840x2160'] as const;

/**
 * Draws every state of every screen at every size into out/gallery, and looks at each with axe. Words narrow it down:
 * `npm run gallery -- pairing 1280x720`. Ends with 1 when axe found something, or when a screen that must fit scrolls.
 */
async function makeGallery(words: readonly string[]): Promise<number> {
  const sizes = panels.filter((panel) => words.includes(panel));
  const names = words.filter((word) => !panels.some((panel) => panel === word));
  const wanted = states.filter(({ name }) => names.length === 0 || names.some((word) => name.includes(word)));
  const browserPath = await findOrInstallBrowser(say);
  if (!browserPath.ok) {
    say(browserPath.error.message);
    return 1;
  }
  if (words.length === 0) await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const site = await serveGallery();
  const browser = await chromium.launch({
    executablePath: browserPath.value,
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--force-color-profile=srgb', '--hide-scrollbars=false'],
  });
  const pictures: Picture[] = [];
  try {
    for (const panel of sizes.length === 0 ? panels : sizes) {
      const [width = 0, height = 0] = panel.split('x').map(Number);
      const context = await browser.newContext({
        viewport: { width, height },
        hasTouch: true,
        locale: 'en-GB',
      });
      for (const state of wanted) {
        const page = await context.newPage();
        const file = `${state.name}-${panel}.png`;
        const findings = await draw(page, state, siteUrl(site), join(out, file));
        pictures.push({ file, panel, title: state.title, findings });
        for (const finding of findings) say(`${state.name} ${panel}: ${finding}`);
        await page.close();
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
  await writeFile(join(out, 'index.html'), indexPage(pictures));
  const findings = pictures.flatMap((picture) => picture.findings).length;
  say(`${pictures.length} pictures in out/gallery, ${findings} findings.`);
  return findings === 0 ? 0 : 1;
}

async function draw(page: Page, state: GalleryState, url: string, file: string): Promise<string[]> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`the page threw: ${error.message}`));
  await page.route('**/media/harbour', (route) =>
    route.fulfill({
      contentType: 'image/jpeg',
      body: readFileSync(join(root, 'assets/demo/1-good-morning.jpg')),
    }),
  );
  await page.goto(`${url}tests/gallery/page.html?state=${state.name}`);
  try {
    await state.steps?.(page);
  } catch (thrown) {
    problems.push(`a step failed: ${String(thrown).split('\n')[0] ?? ''}`);
  }
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
  await page.waitForTimeout(250);
  await page.screenshot({ path: file });
  return [...problems, ...(await audit(page, state.mustFit ?? false))];
}

/** The page is built as the product is, so that what is drawn is what ships. */
async function serveGallery(): Promise<PreviewServer> {
  const outDir = join(root, 'out/gallery-page');
  const input = join(root, 'tests/gallery/page.html');
  const shared = { root, configFile: false, logLevel: 'warn' } as const;
  await build({
    ...shared,
    plugins: [react()],
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome140',
      assetsInlineLimit: 0,
      rolldownOptions: { input },
    },
  });
  return preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
}

function siteUrl(site: PreviewServer): string {
  const url = site.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The gallery is served nowhere.');
  return url;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await makeGallery(process.argv.slice(2));
