import { chromium, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOrInstallBrowser } from '../../tools/machine.ts';
import { audit } from './audit.ts';
import { serveGallery, showState } from './gallery-site.ts';
import { indexPage, joinPictures, type Picture } from './index-page.ts';
import { states, type GalleryState } from './states.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out/gallery');
/** What was drawn so far: a run over one size joins it. */
const list = join(out, 'pictures.json');
const panels = ['1280x720', '1920x1080', '720x1280', '1080x1920', '3840x2160'] as const;

/**
 * Draws every state of every screen at every size into out/gallery, and looks at each with axe. Words narrow it down:
 * `npm run gallery -- pairing 1280x720`, and join what is there. Ends with 1 when axe found something, or when a screen that must fit scrolls.
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
  const site = await serveGallery(join(root, 'out/gallery-page'));
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
        const findings = await draw(page, state, site.url, join(out, file));
        pictures.push({ file, panel, title: state.title, findings });
        for (const finding of findings) say(`${state.name} ${panel}: ${finding}`);
        await page.close();
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await site.stop();
  }
  const titles = states.map(({ title }) => title);
  const joined = joinPictures(await readBefore(), pictures, titles);
  await writeFile(list, JSON.stringify(joined));
  await writeFile(join(out, 'index.html'), indexPage(joined));
  const findings = pictures.flatMap((picture) => picture.findings).length;
  say(`${pictures.length} pictures in out/gallery, ${findings} findings.`);
  return findings === 0 ? 0 : 1;
}

/** What earlier runs drew; a list that cannot be read is none. */
async function readBefore(): Promise<readonly Picture[]> {
  try {
    const before = JSON.parse(await readFile(list, 'utf8')) as readonly Picture[];
    return before.filter(({ file }) => existsSync(join(out, file)));
  } catch {
    return [];
  }
}

async function draw(page: Page, state: GalleryState, url: string, file: string): Promise<string[]> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`the page threw: ${error.message}`));
  try {
    await showState(page, state, url);
  } catch (thrown) {
    problems.push(`a step failed: ${String(thrown).split('\n')[0] ?? ''}`);
  }
  await page.waitForTimeout(250);
  await page.screenshot({ path: file });
  return [...problems, ...(await audit(page, state.mustFit ?? false))];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await makeGallery(process.argv.slice(2));
