import { chromium, type Browser } from '@playwright/test';
import { join } from 'node:path';
import { findOrInstallBrowser } from '../../../tools/machine.ts';
import { serveGallery, type GallerySite } from '../../gallery/gallery-site.ts';
import { states, type GalleryState } from '../../gallery/states.ts';

/** The gallery's page, and a browser to look at it. */
export interface GalleryBrowser {
  readonly browser: Browser;
  readonly site: GallerySite;
  stop(): Promise<void>;
}

/** Builds the gallery into `out/NAME` and serves it. */
export async function startGallery(name: string): Promise<GalleryBrowser> {
  const found = await findOrInstallBrowser(() => undefined);
  if (!found.ok) throw new Error(found.error.message);
  const browser = await chromium.launch({
    executablePath: found.value,
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const site = await serveGallery(join(import.meta.dirname, '../../../out', name));
  return {
    browser,
    site,
    stop: async () => {
      await browser.close();
      await site.stop();
    },
  };
}

/** The state of that name; throws when the gallery has none. */
export function galleryState(name: string): GalleryState {
  const state = states.find((one) => one.name === name);
  if (state === undefined) throw new Error(`The gallery has no state ${name}.`);
  return state;
}
