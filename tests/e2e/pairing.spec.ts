import type { Page } from '@playwright/test';
import { CODE, expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { byTouch, form } from '../support/e2e/installer.ts';

const inGroups = (fingerprint: string): string =>
  fingerprint.replaceAll(':', '').replace(/(.{4})(?=.)/g, '$1 ');

async function fillIn(page: Page, address: string, code: string): Promise<void> {
  await page.getByLabel('Server address').fill(address);
  await page.getByLabel('Name of this screen').fill(HOSTNAME);
  await page.getByLabel('Quick-connect code').fill(code);
}

test('a new screen is paired by a code, after its server’s fingerprint was confirmed, and plays', async ({
  server,
  startScreen,
}) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
  const { page } = await startScreen();
  await expect(page.getByRole('heading', { name: 'Connect this screen' })).toBeVisible();
  await fillIn(page, server.origin, CODE);
  await expect(page.getByText(inGroups(server.certificate.fingerprint256))).toBeVisible();
  expect(server.requests.filter(({ path }) => path.startsWith('/api/auth'))).toEqual([]);

  await page.getByLabel('I compared it, and it matches').check();
  await page.getByRole('button', { name: 'Connect' }).click();
  await expectFill(page, 'red');
  expect(server.requests.filter(({ path }) => path === '/api/auth/player')).toHaveLength(1);
});

test('type, Tab, type, Tab, type, Enter; a yes to the fingerprint, Enter: the screen plays', async ({
  server,
  startScreen,
}) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
  const { page } = await startScreen();
  const { address, compared } = form(page);
  await expect(address).toBeFocused();
  for (const key of [server.origin.replace('https://', 'htps:\\\\'), '\t', HOSTNAME, '\t', CODE]) {
    if (key === '\t') await page.keyboard.press('Tab');
    else await page.keyboard.type(key);
  }
  await expect(page.getByText(inGroups(server.certificate.fingerprint256))).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(compared).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expectFill(page, 'red');
});

test.describe('by a finger', () => {
  test.use({ viewport: { width: 1280, height: 720 }, hasTouch: true });
  test.skip(({ shell }) => shell.name === 'electron', 'Playwright gives no finger to an Electron window');

  test('Next leads from field to field with the keys open, and the next tap counts', async ({
    server,
    startScreen,
  }) => {
    server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
    const { page } = await startScreen();
    const hand = byTouch(page);
    const { address, hostname, code, compared, connect } = form(page);
    const keys = page.getByRole('region', { name: 'On-screen keyboard' });
    await hostname.fill('');
    await hand.write(address, `127.0.0.1:${server.port}`);
    await keys.getByRole('button', { name: 'Next' }).tap();
    await expect(hostname).toBeFocused();
    await hand.write(hostname, HOSTNAME);
    await keys.getByRole('button', { name: 'Next' }).tap();
    await expect(code).toBeFocused();
    await expect(keys.getByRole('button', { name: 'Q', exact: true })).toBeVisible();
    await hand.write(code, CODE);
    await expect(keys.getByRole('button', { name: 'Next' })).toHaveCount(0);
    await hand.press(compared);
    await expect(compared).toBeChecked();
    await expect(keys).toHaveCount(0);
    await hand.write(code, CODE);
    await hand.press(connect);
    await expectFill(page, 'red');
  });

  test('a PIN is applied by the tap that follows its last digit', async ({ server, startScreen }) => {
    server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
    const { page } = await startScreen(provisioned(server));
    await expectFill(page, 'red');
    for (let tap = 0; tap < 5; tap += 1) await page.touchscreen.tap(10, 10);
    const overlay = page.getByRole('dialog', { name: 'Screen settings' });
    const hand = byTouch(page);
    await hand.press(overlay.getByRole('tab', { name: 'Security' }));
    await hand.write(overlay.getByLabel('Set a PIN'), '4711');
    await hand.press(overlay.getByRole('button', { name: 'Apply' }));
    await expect(overlay.getByText('A PIN is set.')).toBeVisible();
  });
});

test('what the environment says is filled in when a person shall be asked', async ({
  server,
  startScreen,
}) => {
  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_PAIR: '1' });
  await expect(page.getByLabel('Server address')).toHaveValue(server.origin);
  await expect(page.getByLabel('Name of this screen')).toHaveValue(HOSTNAME);
  await expect(page.getByLabel('Quick-connect code')).toHaveValue(CODE);
  expect(server.requests.filter(({ path }) => path.startsWith('/api/auth'))).toEqual([]);
});
