import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showState } from '../gallery/gallery-site.ts';
import { expect, test } from '../support/e2e/fixtures.ts';
import { galleryState, startGallery, type GalleryBrowser } from '../support/e2e/gallery-browser.ts';
import { compareLayout, parseLayout, readLayout, writeLayout } from '../support/e2e/layout-boxes.ts';

/**
 * The layout of the screens against references: what stands where, in which size and colour. Pixels are not compared, since
 * every version of the browser draws letters a little differently; what a person would see as moved, cut, gone or new is
 * found in all of them. `npm run references` writes them anew. The gallery's figures and times stand still.
 */

const references = join(import.meta.dirname, 'layout-references');
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
  'overlay-security',
  'overlay-power',
  'standby-online',
  'standby-first-sync',
] as const;

let gallery: GalleryBrowser | null = null;

test.beforeAll(async () => {
  gallery = await startGallery('layout-page');
});

test.afterAll(async () => {
  await gallery?.stop();
});

for (const name of shown) {
  test(`${name} is laid out as in its references`, async () => {
    if (gallery === null) throw new Error('The gallery is not served.');
    const state = galleryState(name);
    for (const [panel, viewport] of Object.entries(panels)) {
      const context = await gallery.browser.newContext({
        viewport,
        hasTouch: true,
        locale: 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await showState(page, state, gallery.site.url);
      const reference = join(references, `${name}-${panel}.txt`);
      if (test.info().config.updateSnapshots === 'all') {
        // The picture behind a sheet is decoded beside everything else.
        await page.waitForTimeout(1_000);
        writeFileSync(reference, writeLayout(await readLayout(page)));
      }
      const wanted = parseLayout(readFileSync(reference, 'utf8'));
      await expect
        .configure({ soft: true })
        .poll(async () => compareLayout(wanted, await readLayout(page)), `${name} in ${panel}`)
        .toEqual([]);
      await context.close();
    }
  });
}
