import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CAPITAL_SHARE } from '../../renderer/over-stage/letters.ts';
import { expect, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

test.beforeEach(({ server }) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg', { duration: 600 })]);
});

const LINE = 'Welcome to the open day in the great hall · Добро пожаловать · ברוכים הבאים · '.repeat(3);

/** What is drawn anew, in layers, while `ms` go by. */
async function paintsWithin(page: Page, ms: number): Promise<number> {
  const session = await page.context().newCDPSession(page);
  let paints = 0;
  session.on('LayerTree.layerPainted', () => {
    paints += 1;
  });
  await session.send('LayerTree.enable');
  // Enabling tells of each layer once.
  await page.waitForTimeout(300);
  paints = 0;
  await page.waitForTimeout(ms);
  await session.detach();
  return paints;
}

test('a clock and a line of text are large enough for five metres, and run without anything being drawn anew', async ({
  server,
  startScreen,
}) => {
  const { page } = await startScreen({
    ...provisioned(server),
    DIGIPLAYER_CLOCK: 'top-right',
    DIGIPLAYER_TICKER: LINE,
    DIGIPLAYER_PIXEL_SHIFT: 'on',
  });
  await expect(page.getByTestId('clock')).toBeVisible();
  const line = page.getByTestId('ticker').locator('span');
  const placeOf = (): Promise<number> => line.evaluate((span) => span.getBoundingClientRect().left);
  const before = await placeOf();
  await expect.poll(placeOf).toBeLessThan(before);

  for (const part of [page.getByTestId('clock'), line]) {
    const size = await part.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    // 25 mm on a panel whose shorter side has 535.
    expect((size * CAPITAL_SHARE) / 720).toBeGreaterThan(25 / 535);
  }
  // No edge: the picture is larger than the panel by what it moves.
  const stage = await page.getByTestId('stage').boundingBox();
  expect(stage).toMatchObject({ width: 1_288, height: 728 });
  expect(Math.max(stage?.x ?? 1, stage?.y ?? 1)).toBeLessThanOrEqual(0);
  // The minute may turn meanwhile.
  expect(await paintsWithin(page, 1_500)).toBeLessThanOrEqual(1);
});

test('an alert stands over everything soon, beneath what a technician opens, and goes with its file', async ({
  server,
  startScreen,
  dataFolder,
}) => {
  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_TICKER: LINE });
  await expect(page.getByTestId('ticker')).toBeVisible();
  const alert = page.getByRole('alert');
  await expect(alert).toHaveCount(0);
  const draft = join(dataFolder, 'alert.draft');
  writeFileSync(draft, 'Please leave the building.\nאנא עזבו את הבניין');
  renameSync(draft, join(dataFolder, 'alert.txt'));
  // Two seconds, five times.
  await expect(alert).toBeVisible({ timeout: 10_000 });
  await expect(page.getByTestId('ticker')).toHaveCount(0);
  const [english, hebrew] = [alert.getByText('Please'), alert.getByText('אנא')];
  expect(await english.evaluate((line) => getComputedStyle(line).direction)).toBe('ltr');
  expect(await hebrew.evaluate((line) => getComputedStyle(line).direction)).toBe('rtl');
  const [card, panel] = [await alert.boundingBox(), page.viewportSize()];
  expect((card?.width ?? 0) / (panel?.width ?? 1)).toBeGreaterThan(0.85);

  await page.keyboard.press('Control+Alt+s');
  const overlay = page.getByRole('dialog', { name: 'Screen settings' });
  await expect(overlay).toBeVisible();
  const onTop = await page.evaluate(
    () => document.elementFromPoint(640, 360)?.closest('[role=alert]') ?? null,
  );
  expect(onTop).toBeNull();
  await page.keyboard.press('Escape');
  renameSync(join(dataFolder, 'alert.txt'), draft);
  await expect(alert).toHaveCount(0);
  await expect(page.getByTestId('ticker')).toBeVisible();
});
