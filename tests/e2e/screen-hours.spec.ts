import type { Page } from '@playwright/test';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { fillOf } from '../support/e2e/colours.ts';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { makeMovedClock } from '../support/e2e/moved-clock.ts';
import { startPlayer } from '../support/e2e/player-process.ts';
import { watchScreen } from '../support/e2e/watch-screen.ts';

const HOUR_MS = 3_600_000;
/** Content is there within a second of the panel; a busy machine gets five times as long. */
const DEADLINE_MS = 5_000;

/** Longer than the hang watch of the shell bears a page that is silent. */
const RECORDED_MS = 3_000;

/** Hours that began an hour ago and end in an hour, by the clock of this machine. */
function hoursAround(nowMs: number): string {
  const time = (ms: number): string => new Date(ms).toTimeString().slice(0, 5);
  return `${time(nowMs - HOUR_MS)}-${time(nowMs + HOUR_MS)}`;
}

/** What moves or decodes on a page, whether it can be seen or not. */
function countMoving(page: Page): Promise<number> {
  return page.evaluate(
    () => document.querySelectorAll('video, iframe, canvas, img').length + document.getAnimations().length,
  );
}

test('at the end of its hours the screen is black and decodes nothing; a key and the next hours bring content', async ({
  browser,
  dataFolder,
  server,
}, info) => {
  test.skip(info.project.name !== 'chromium', "Electron's own clock cannot be moved");
  server.setPlaylist(HOSTNAME, [server.itemFor('blue.mp4', { duration: 3_600 })]);
  const clock = makeMovedClock(dataFolder);
  const environment = {
    ...provisioned(server),
    ...clock.environment,
    DIGIPLAYER_SCREEN_HOURS: hoursAround(Date.now()),
  };
  const player = startPlayer({ dataFolder, options: ['--no-launch'], environment });
  const page = await browser.newPage();
  await page.goto(await player.address());
  await expectFill(page, 'blue');
  // A server that says what time it is would set the clock right.
  await server.stop();
  await page.evaluate(() => {
    document.body.setAttribute('data-loaded-once', '');
  });

  clock.moveBy(2 * HOUR_MS);
  await expectFill(page, 'black');
  await expect
    .poll(() => player.status())
    .toMatchObject({
      state: 'off',
      current: null,
      pixels: 'off',
      panel: { state: 'off', reason: 'hours', asked: 'off' },
    });
  expect(await countMoving(page)).toBe(0);

  clock.moveBy(0);
  const onAt = performance.now();
  await expectFill(page, 'blue');
  expect(performance.now() - onAt).toBeLessThan(DEADLINE_MS);

  clock.moveBy(2 * HOUR_MS);
  await expectFill(page, 'black');
  await page.keyboard.press('a');
  const wokenAt = performance.now();
  await expectFill(page, 'blue');
  expect(performance.now() - wokenAt).toBeLessThan(DEADLINE_MS);
  await expect.poll(() => player.status()).toMatchObject({ state: 'playing', panel: { reason: 'in-use' } });
  await expect(page.locator('body[data-loaded-once]'), 'without a reload').toBeAttached();
  expect(player.status()?.recoveries.screen).toBe(0);
  await page.close();
  expect(await player.stop(), player.said()).toBe(0);
});

test('a bare screen without anything that turns its panel is recorded black, and nothing is brought back', async ({
  dataFolder,
  server,
}, info) => {
  test.skip(info.project.name !== 'chromium', "Electron's own clock cannot be moved");
  const started = await startVirtualDisplay({ width: 640, height: 480 });
  if (!started.ok) throw new Error(started.error.message);
  const display = started.value;
  const fill = (): string => {
    const picture = display.picture();
    return picture === null ? 'nothing' : fillOf(picture);
  };
  server.setPlaylist(HOSTNAME, [server.itemFor('blue.mp4', { duration: 3_600 })]);
  const clock = makeMovedClock(dataFolder);
  const player = startPlayer({
    dataFolder,
    environment: {
      ...provisioned(server),
      ...clock.environment,
      DISPLAY: display.name,
      DIGIPLAYER_FIT: 'fill',
      DIGIPLAYER_SCREEN_HOURS: hoursAround(Date.now()),
    },
  });
  try {
    await expect.poll(fill, { timeout: 30_000, intervals: [50] }).toBe('blue');
    await server.stop();
    clock.moveBy(2 * HOUR_MS);
    await expect.poll(fill, { intervals: [50] }).toBe('black');
    await expect.poll(() => player.status()).toMatchObject({ state: 'off', panel: { asked: 'off' } });
    const watch = watchScreen(display.frameBuffer);
    await new Promise((resolve) => setTimeout(resolve, RECORDED_MS));
    expect([...(await watch.stop()).colours.keys()]).toEqual(['#000000']);
    clock.moveBy(0);
    await expect.poll(fill, { intervals: [50] }).toBe('blue');
    expect(player.status()?.recoveries.screen).toBe(0);
  } finally {
    await player.stop();
    await display.stop();
  }
});
