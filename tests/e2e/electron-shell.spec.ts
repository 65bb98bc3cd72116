import { startElsewhere } from '../support/e2e/elsewhere.ts';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

/** What the Electron shell's own code keeps from the page that it shows. */

test.skip(({ shell }) => shell.name === 'chromium', 'it is about the window of the Electron shell');

test('the page has the bridge and nothing else, and cannot leave', async ({ server, startScreen }) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg', { duration: 600 })]);
  const elsewhere = await startElsewhere();
  try {
    const { page } = await startScreen(provisioned(server));
    await expectFill(page, 'red');
    const seen = await page.evaluate(() => {
      const world = globalThis as unknown as Record<string, object | undefined>;
      return {
        ofNode: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in world),
        ofBridge: Object.keys(world['player'] ?? {}).sort(),
        isReplaceable: Object.getOwnPropertyDescriptor(world, 'player')?.writable,
      };
    });
    expect(seen).toEqual({ ofNode: [], ofBridge: ['call', 'on'], isReplaceable: false });

    const url = page.url();
    await page.evaluate((origin) => {
      location.href = `${origin}/away`;
    }, elsewhere.origin);
    // Each of these goes a longer way than the judgement of the attempt.
    for (let question = 0; question < 3; question += 1)
      await page.evaluate(() => fetch('/missing').then(({ status }) => status));
    expect(page.url()).toBe(url);
    expect(elsewhere.asked).toEqual([]);
    await expectFill(page, 'red');
  } finally {
    elsewhere.stop();
  }
});

test('the page opens no window', async ({ server, startScreen, shell }) => {
  test.skip(
    shell.isStandIn,
    'Electron is asked before a window is made, the debugging protocol tells of it afterwards',
  );
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg', { duration: 600 })]);
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'red');
  expect(await page.evaluate(() => window.open('about:blank') === null)).toBe(true);
  expect(page.context().pages()).toHaveLength(1);
});

test('of the video on the screen the hidden settings say what decodes it, by the word of the browser', async ({
  server,
  startScreen,
}) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('blue.mp4', { duration: 600 })]);
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'blue');
  await page.keyboard.press('Control+Alt+s');
  const overlay = page.getByRole('dialog', { name: 'Screen settings' });
  await expect(overlay.getByText(/^(by the processor|in hardware) \(\w+Decoder\)$/)).toBeVisible();
});
