import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

test.beforeEach(({ server }) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg'), server.itemFor('red.jpg')]);
});

test('Ctrl+Alt+S opens the hidden settings over running content, and Escape closes them', async ({
  server,
  startScreen,
}) => {
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'red');
  const overlay = page.getByRole('dialog', { name: 'Screen settings' });
  await page.keyboard.press('Control+Alt+s');
  await expect(overlay).toBeVisible();
  await expect(overlay.getByText('red.jpg')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(overlay).toHaveCount(0);
  await expectFill(page, 'red');
});

test('five taps in the top-left corner open them too, four do not', async ({ server, startScreen }) => {
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'red');
  const overlay = page.getByRole('dialog', { name: 'Screen settings' });
  for (let tap = 0; tap < 4; tap++) await page.mouse.click(10, 10);
  await expect(overlay).toHaveCount(0);
  await page.mouse.click(10, 10);
  await expect(overlay).toBeVisible();
  await overlay.getByRole('button', { name: 'Close' }).click();
  await expect(overlay).toHaveCount(0);
});
