import { countLayers } from '../support/e2e/count-layers.ts';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { makePicture } from '../support/e2e/made-media.ts';
import { grownCounts, takeCensus } from '../support/e2e/page-census.ts';

const SHOWINGS = 40;
/** As short as a boundary every few frames allows; the leak does not ask how long a picture stood. */
const SECONDS_EACH = 0.2;
/** Long enough for the next layer to stand ready and for everything to be counted. */
const PAUSE_SECONDS = 5;

test(`${SHOWINGS} showings of photos that are scaled for the panel leave nothing in memory`, async ({
  server,
  startScreen,
}) => {
  const photos = { 'one.jpg': 'testsrc2=s=2000x1130', 'two.jpg': 'smptebars=s=2000x1130' };
  for (const [name, source] of Object.entries(photos)) server.addUpload(name, makePicture(name, source));
  const showings = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      server.itemFor(at % 2 === 0 ? 'one.jpg' : 'two.jpg', { duration: SECONDS_EACH }),
    );
  server.setPlaylist(HOSTNAME, showings(1));
  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_TRANSITION: 'cut' });
  // It is there: from now on a list comes as a whole, and goes on behind the photo that stands.
  await expect.poll(() => page.evaluate(mediaAsked)).toBe(1);
  server.setPlaylist(HOSTNAME, [
    ...showings(1),
    server.itemFor('blue.webp', { duration: PAUSE_SECONDS }),
    ...showings(SHOWINGS),
    server.itemFor('green.png', { duration: 600 }),
  ]);
  const session = await page.context().newCDPSession(page);
  await expectFill(page, 'blue');
  // The first photo of the run stands ready beside the blue one: as much as is ever held is held now.
  await expect(page.locator('[data-testid=stage] canvas')).toHaveCount(2);
  const layers = await countLayers(page);
  const before = await takeCensus(session);
  // A census that counts nothing would find nothing grown.
  expect(before.canvases).toBeGreaterThanOrEqual(2);
  // One of them stood ready before.
  await expect.poll(layers, { timeout: 40_000 }).toBe(SHOWINGS);
  await expectFill(page, 'green');
  // What has just left may still be on its way out; what leaks stays.
  await expect.poll(async () => grownCounts(before, await takeCensus(session))).toEqual([]);
});

function mediaAsked(): number {
  const names = performance.getEntriesByType('resource').map(({ name }) => name);
  return new Set(names.filter((name) => name.includes('/media/'))).size;
}
