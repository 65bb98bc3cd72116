import { audit } from '../gallery/audit.ts';
import { showState } from '../gallery/gallery-site.ts';
import { expect, test } from '../support/e2e/fixtures.ts';
import { galleryState, startGallery, type GalleryBrowser } from '../support/e2e/gallery-browser.ts';

/** A slice of `npm run gallery`: where the most is said in the least room, and one of each kind of screen. */
const slice = {
  landscape: {
    viewport: { width: 1280, height: 720 },
    names: ['pairing-worst-case-de', 'overlay-status', 'overlay-display-trial'],
  },
  portrait: {
    viewport: { width: 720, height: 1280 },
    names: ['pairing-worst-case', 'pairing-doctor', 'overlay-power', 'standby-online'],
  },
} as const;

let gallery: GalleryBrowser | null = null;

// Playwright wants the first argument taken apart, also where nothing is taken.
// eslint-disable-next-line no-empty-pattern
test.beforeAll(async ({}, info) => {
  test.skip(info.project.name === 'electron', 'The gallery is drawn in a browser of its own');
  gallery = await startGallery('gallery-slice');
});

test.afterAll(async () => {
  await gallery?.stop();
});

for (const [panel, { viewport, names }] of Object.entries(slice)) {
  test(`the gallery finds nothing in its slice in ${panel}`, async () => {
    if (gallery === null) throw new Error('The gallery is not served.');
    const context = await gallery.browser.newContext({ viewport, hasTouch: true, locale: 'en-GB' });
    for (const name of names) {
      const state = galleryState(name);
      const page = await context.newPage();
      await showState(page, state, gallery.site.url);
      expect.soft(await audit(page, state.mustFit ?? false), `${name} in ${panel}`).toEqual([]);
      await page.close();
    }
    await context.close();
  });
}

/** What is used most, in the longest of the languages and on the smallest of the panels. */
const aboveTheFold = {
  'overlay-de-status': [
    'Alles funktioniert.',
    'Läuft gerade',
    'Playlist jetzt abrufen',
    'Speicher belegt',
    'Letzte Stunde',
  ],
  'overlay-de-server': ['Adresse', 'Vertraut', 'Diagnose starten', 'Neu verbinden'],
  'overlay-de-display': ['Ausrichtung', 'Drehung', 'Monitor', 'Einpassung'],
  'overlay-de-storage': ['Speicher belegt', 'Speichergrenze in GB', '20 GB', 'Alle Dateien prüfen'],
  'overlay-de-security': ['PIN festlegen', 'Von selbst schließen nach', 'Zweite Taste'],
  'overlay-de-power': ['Anzeige wach halten', 'Player neu starten', 'Player beenden'],
} as const;

test('what is used most stands above the fold at 720p in German', async () => {
  if (gallery === null) throw new Error('The gallery is not served.');
  const context = await gallery.browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'de-DE',
  });
  const page = await context.newPage();
  for (const [name, texts] of Object.entries(aboveTheFold)) {
    const state = galleryState(name);
    await showState(page, state, gallery.site.url);
    for (const text of texts) {
      const place = page.getByRole('tabpanel').getByText(text, { exact: true }).first();
      await expect.soft(place, `${text} on ${name}`).toBeInViewport({ ratio: 1 });
    }
  }
  await context.close();
});
