import type { Page } from '@playwright/test';
import { showState } from '../gallery/gallery-site.ts';
import { expect, test } from '../support/e2e/fixtures.ts';
import { galleryState, startGallery, type GalleryBrowser } from '../support/e2e/gallery-browser.ts';

let gallery: GalleryBrowser | null = null;

test.beforeAll(async () => {
  gallery = await startGallery('names-page');
});

test.afterAll(async () => {
  await gallery?.stop();
});

/** Shows a state of the gallery and answers the faces that the page fetched for it. */
async function facesFor(name: string): Promise<{ page: Page; faces: readonly string[] }> {
  if (gallery === null) throw new Error('The gallery is not served.');
  const state = galleryState(name);
  const page = await gallery.browser.newPage({ locale: 'en-GB' });
  const faces: string[] = [];
  page.on('request', (request) => {
    const file = /\/([\w-]+)-wght-normal/.exec(request.url())?.[1];
    if (file !== undefined) faces.push(file);
  });
  await showState(page, state, gallery.site.url);
  return { page, faces: faces.toSorted() };
}

test('a name in any script is drawn by the faces that come with the player, and they are read only then', async () => {
  const plain = await facesFor('standby-online');
  expect(plain.faces).toEqual(['inter-latin']);
  await plain.page.close();

  const { page, faces } = await facesFor('standby-names');
  expect(faces).toEqual([
    ...['inter-cyrillic', 'inter-greek', 'inter-latin', 'noto-sans-arabic-arabic'],
    ...['noto-sans-devanagari-devanagari', 'noto-sans-hebrew-hebrew', 'noto-sans-thai-thai'],
  ]);
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', {
    nodeId: root.nodeId,
    selector: '.standby-name .name',
  });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  expect(fonts.length).toBeGreaterThanOrEqual(5);
  expect(fonts.filter(({ isCustomFont }) => !isCustomFont)).toEqual([]);
  await page.close();
});
