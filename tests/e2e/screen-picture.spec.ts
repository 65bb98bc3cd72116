import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

test('the screen leaves a small picture of itself with its beats, and none of the settings', async ({
  server,
  startScreen,
  dataFolder,
  browser,
  shell,
}) => {
  test.skip(shell.binary === null, 'The page of this project has no shell that could capture it.');
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg', { duration: 600 })]);
  const { page } = await startScreen({
    ...provisioned(server),
    DIGIPLAYER_LAST_SCREEN: 'yes',
    DIGIPLAYER_BEAT_SECONDS: '5',
    // Something that is another picture in each beat.
    DIGIPLAYER_TICKER: 'Welcome to the open day in the great hall of the old town. '.repeat(5),
  });
  const path = join(dataFolder, 'last-screen.webp');
  const plain = await browser.newPage();
  /** What the picture shows in its middle; null: there is none yet. */
  const look = async (): Promise<{ width: number; colour: number[] } | null> => {
    const bytes = existsSync(path) ? readFileSync(path).toString('base64') : null;
    if (bytes === null) return null;
    return await plain.evaluate(async (picture) => {
      const bytesOf = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytesOf], { type: 'image/webp' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const pixel = context?.getImageData(bitmap.width / 2, bitmap.height / 2, 1, 1).data;
      return { width: bitmap.width, colour: [...(pixel ?? [])] };
    }, bytes);
  };
  // The first beat may find the screen before its first picture.
  await expect.poll(async () => (await look())?.colour[0] ?? 0).toBeGreaterThan(180);
  const seen = await look();
  await plain.close();
  expect(seen?.width).toBe(960);
  expect(seen?.colour[1]).toBeLessThan(80);
  expect(readFileSync(path).length).toBeLessThanOrEqual(40_000);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);

  await page.keyboard.press('Control+Alt+s');
  await expect(page.getByRole('dialog', { name: 'Screen settings' })).toBeVisible();
  const { mtimeMs } = statSync(path);
  // Beats are five seconds apart, and a tenth more.
  await page.waitForTimeout(6_000);
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
  await page.keyboard.press('Escape');
  await expect.poll(() => statSync(path).mtimeMs).toBeGreaterThan(mtimeMs);
});
