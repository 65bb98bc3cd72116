import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { colourAt, fillOf } from '../support/e2e/colours.ts';
import { expect, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { kioskKeys } from '../support/e2e/kiosk-keys.ts';
import { openOwnScreen, type OwnScreen } from '../support/e2e/own-screen.ts';
import { startPlayer } from '../support/e2e/player-process.ts';

/** Real keys on the player's own screen while a web page item takes the focus as often as it can. */

test.skip(
  ({ shell }) => shell.isStandIn,
  'Electron vetoes keys before the page hears them, and the debugging protocol cannot',
);

const PIN = '47110815';

let screen: OwnScreen;
let pages: Server;
/** What the page says that it heard. */
let heard: string[];
/** How often the page took the focus, or tried to. */
let tries: number;

test.beforeEach(async () => {
  screen = await openOwnScreen();
  heard = [];
  tries = 0;
  pages = createServer(({ url = '/' }, response) => {
    if (url.startsWith('/heard')) heard.push(decodeURIComponent(url.slice(7)));
    if (url.startsWith('/tries')) tries += 1;
    response.setHeader('Content-Type', 'text/html');
    response.end(url === '/inner' ? inner : url === '/' ? outer() : '');
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
});
test.afterEach(async () => {
  await screen.display.stop();
  pages.closeAllConnections();
  await new Promise((resolve) => pages.close(resolve));
});

/** Takes the focus every 100 ms, and tells of every key and every character. */
const taking = `<input id="field"><script>
  const field = document.getElementById('field');
  for (const kind of ['keydown', 'keypress', 'keyup', 'input'])
    addEventListener(kind, (event) => fetch('/heard?' + kind + '-' + (event.key ?? event.data)), true);
  setInterval(() => { field.blur(); field.focus(); fetch('/tries'); }, 100);
</script>`;
const inner = `<!doctype html><body style="background:#ff0">${taking}`;
const port = (): number => (pages.address() as AddressInfo).port;
/** Of another site than the player, so in a process of its own; the frame within is of the player's site. */
const outer = (): string => `<!doctype html><body style="margin:0;background:#ff0">${taking}
  <iframe src="http://127.0.0.1:${port()}/inner" style="position:fixed;left:40px;top:40px;width:200px;height:60px;border:0"></iframe>`;

const centre = (): string => {
  const picture = screen.display.picture();
  return picture === null ? 'nothing' : colourAt(picture, 0.5, 0.5);
};
const x: OwnScreen['press'] = (...words) => screen.press(...words);

test('a page that takes the focus every 100 ms hears no key, and takes none from the player', async ({
  server,
  dataFolder,
  shell,
}) => {
  test.setTimeout(120_000);
  const url = `http://localhost:${port()}/`;
  server.setPlaylist(HOSTNAME, [{ id: 1, type: 'web', url, file_name: 'greedy', duration: 600 }]);
  const environment = { ...provisioned(server), DISPLAY: screen.display.name, DIGIPLAYER_OVERLAY_KEY: 'k' };
  const player = startPlayer({ dataFolder, shell, environment });
  try {
    await expect.poll(centre, { timeout: 30_000, intervals: [50] }).toBe('yellow');
    await expect.poll(() => tries).toBeGreaterThan(5);
    const before = screen.windows();
    for (const key of kioskKeys) {
      x('key', key);
      x('key', 'ctrl+alt+s');
      await expect.poll(centre, { message: `the overlay after ${key}`, intervals: [20] }).not.toBe('yellow');
      x('key', 'Escape');
      await expect.poll(centre, { message: `the page after ${key}`, intervals: [20] }).toBe('yellow');
      expect(screen.windows(), `windows after ${key}`).toBe(before);
    }
    // The second chord, which only the player's page knows.
    x('key', 'ctrl+alt+j');
    x('key', 'ctrl+alt+k');
    await expect.poll(centre, { message: 'the overlay after the key of the settings' }).not.toBe('yellow');
    x('key', 'Escape');
    await expect.poll(centre).toBe('yellow');
    // Plain keys while the page stands, then a PIN while the settings are open over it.
    x('type', '--delay', '20', PIN);
    x('key', 'ctrl+alt+s');
    await expect.poll(centre).not.toBe('yellow');
    const picture = screen.display.picture();
    expect(picture === null ? '' : fillOf(picture), 'the page is off the stage').not.toContain('yellow');
    x('type', '--delay', '20', PIN);
    expect(heard).toEqual([]);
    expect(player.status()?.recoveries.screen).toBe(0);
    expect(await player.stop(), player.said()).toBe(0);
  } finally {
    await player.kill();
  }
});
