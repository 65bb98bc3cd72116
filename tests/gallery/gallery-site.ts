import type { Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, preview } from 'vite';
import type { GalleryState } from './states.ts';

const root = join(import.meta.dirname, '../..');

/** The gallery's page on a loopback port. */
export interface GallerySite {
  /** Ends in a slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Builds the page into `outDir` as the product is built, so that what is drawn is what ships, and serves it. */
export async function serveGallery(outDir: string): Promise<GallerySite> {
  const shared = { root, configFile: false, logLevel: 'error' } as const;
  await build({
    ...shared,
    plugins: [react()],
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome140',
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'tests/gallery/page.html') },
    },
  });
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The gallery is served nowhere.');
  return { url, stop: () => server.close() };
}

/** Brings the page into a state, its type loaded; throws when a step towards it fails. */
export async function showState(page: Page, state: GalleryState, url: string): Promise<void> {
  await page.route('**/media/harbour', (route) =>
    route.fulfill({
      contentType: 'image/jpeg',
      body: readFileSync(join(root, 'assets/demo/1-good-morning.jpg')),
    }),
  );
  await page.goto(`${url}tests/gallery/page.html?state=${state.name}`);
  await state.steps?.(page);
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
}
