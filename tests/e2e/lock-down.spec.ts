import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillOf } from '../support/e2e/colours.ts';
import { expect, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { kioskKeys } from '../support/e2e/kiosk-keys.ts';
import { openOwnScreen, type OwnScreen } from '../support/e2e/own-screen.ts';
import { startPlayer } from '../support/e2e/player-process.ts';

/** Real keys and a real mouse on the player's own screen; after each the picture is the picture. */

// At the file's level: a skip in beforeEach would still run afterEach.
test.skip(
  ({ shell }) => shell.isStandIn,
  'Electron vetoes keys before the page hears them, and the debugging protocol cannot',
);

let screen: OwnScreen;

test.beforeEach(async () => {
  screen = await openOwnScreen();
});
test.afterEach(() => screen.display.stop());

/** What a person looks at; `another` in the middle would be the pointer. */
const seen = (): string => {
  const picture = screen.display.picture();
  return picture === null ? 'nothing' : fillOf(picture);
};

const x: OwnScreen['press'] = (...words) => screen.press(...words);

test('no key and no button leaves the picture', async ({ server, dataFolder, shell }) => {
  test.setTimeout(120_000);
  server.setPlaylist(HOSTNAME, [server.itemFor('blue.webp', { duration: 600 })]);
  const environment = { ...provisioned(server), DISPLAY: screen.display.name, DIGIPLAYER_FIT: 'fill' };
  const player = startPlayer({ dataFolder, shell, environment });
  try {
    await expect.poll(seen, { timeout: 30_000, intervals: [50] }).toBe('blue');
    await expect.poll(() => player.status()?.current?.file_name).toBe('blue.webp');
    const before = { since: player.status()?.current?.since, windows: screen.windows() };

    // Keys arrive at all: the overlay opens and closes.
    x('key', 'ctrl+alt+s');
    await expect.poll(seen).not.toBe('blue');
    x('key', 'Escape');
    await expect.poll(seen).toBe('blue');

    for (const key of kioskKeys) {
      x('key', key);
      // The overlay's own shortcut comes after the key, so what the key does has happened when it has worked.
      x('key', 'ctrl+alt+s');
      await expect.poll(seen, { message: `the overlay after ${key}`, intervals: [20] }).not.toBe('blue');
      x('key', 'Escape');
      await expect.poll(seen, { message: `the picture after ${key}`, intervals: [20] }).toBe('blue');
      expect(screen.windows(), `windows after ${key}`).toBe(before.windows);
    }

    // The right button, back and forward, and Ctrl with the wheel; the pointer rests in a corner that nobody looks at.
    x('mousemove', '300', '300');
    for (const button of ['2', '3', '8', '9']) x('click', button);
    x('keydown', 'ctrl', 'click', '4', 'click', '5', 'click', '4', 'keyup', 'ctrl');
    expect(screen.windows(), 'windows after the mouse').toBe(before.windows);
    await expect.poll(seen, { message: 'the picture after the mouse' }).toBe('blue');

    const log = readFileSync(join(dataFolder, 'logs', 'player.log'), 'utf8');
    expect(player.status()?.recoveries.screen, log).toBe(0);
    expect(player.status()?.current?.since, 'the page was never loaded anew').toBe(before.since);
    expect(await player.stop(), player.said()).toBe(0);
  } finally {
    await player.kill();
  }
});
