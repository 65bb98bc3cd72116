import type { Page } from '@playwright/test';
import { CODE, expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

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
