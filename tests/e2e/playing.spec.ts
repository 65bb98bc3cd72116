import { expect, expectFill, expectMiddle, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

test('pictures and videos of every format fill the screen, one after the other', async ({
  server,
  startScreen,
}) => {
  const items = ['red.jpg', 'green.png', 'blue.webp', 'yellow.gif', 'cyan.svg', 'blue.mp4', 'green.webm'];
  server.setPlaylist(
    HOSTNAME,
    items.map((name) => server.itemFor(name, { duration: 3 })),
  );
  const { page } = await startScreen(provisioned(server));
  for (const colour of ['red', 'green', 'blue', 'yellow', 'cyan', 'blue', 'green', 'red'] as const) {
    await expectFill(page, colour);
  }
});

test('after a restart without its server, the first thing on the screen is content', async ({
  server,
  startScreen,
}) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('blue.mp4'), server.itemFor('blue.webp')]);
  const first = await startScreen(provisioned(server));
  await expectFill(first.page, 'blue');
  await first.kill();
  await server.stop();

  const second = await startScreen(provisioned(server));
  await expectFill(second.page, 'blue');
  await expect(second.page.getByRole('heading', { name: 'Connect this screen' })).toHaveCount(0);
});

test('a changed playlist takes over at the next boundary, and makes one when the item was withdrawn', async ({
  server,
  startScreen,
}) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg', { duration: 12 })]);
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'red');
  const shownAt = performance.now();

  const green = server.itemFor('green.png', { duration: 3_600 });
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg', { duration: 12 }), green]);
  await server.waitForRequest(({ path }) => path.endsWith('/green.png'), 10_000);
  await expectFill(page, 'green');
  // The red picture was due for 12 s; the screenshot that first saw it came at most a moment after it did.
  expect(performance.now() - shownAt).toBeGreaterThan(8_000);

  server.setPlaylist(HOSTNAME, [server.itemFor('blue.webp', { duration: 3_600 })]);
  await server.waitForRequest(({ path }) => path.endsWith('/blue.webp'), 10_000);
  const askedAt = performance.now();
  await expectFill(page, 'blue');
  expect(performance.now() - askedAt).toBeLessThan(25_000);
});

test('a portrait screen turns its content', async ({ server, startScreen }) => {
  server.updatePlayer(HOSTNAME, { orientation: 'Portrait' });
  server.setPlaylist(HOSTNAME, [
    server.itemFor('magenta-portrait.png', { duration: 4 }),
    server.itemFor('red.jpg', { duration: 4 }),
  ]);
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'magenta');
  // A landscape picture on a portrait screen leaves bars: above and below it, which are left and right of this panel.
  await expectMiddle(page, 'red');
});
