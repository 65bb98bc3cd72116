import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBrowser } from '../../src/shells/chromium/find-browser.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { fillOf } from '../support/e2e/colours.ts';
import { startPlayer, type PlayerProcess } from '../support/e2e/player-process.ts';
import { startVirtualDisplay, type VirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { findOrInstallBrowser, findOrInstallXvfb } from '../../tools/machine.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

/** The whole player in the Chromium shell, and a real X server or browser that is away, goes and comes back. */

const HOSTNAME = 'lobby';
const CODE = 'QUICK123';
/** Content is back within five seconds of the display; asserted at five times that. */
const BACK_WITHIN_MS = 5 * 5_000;
/** A display number of this process, so that the same one can come back. */
const number = 300 + (process.pid % 500);

let folder: string;
let server: Simulator;
let player: PlayerProcess | null;
let display: VirtualDisplay | null;

beforeAll(async () => {
  for (const found of [
    await findOrInstallBrowser(() => undefined),
    await findOrInstallXvfb(() => undefined),
  ]) {
    if (!found.ok) throw new Error(found.error.message);
  }
}, 300_000);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'display-away-'));
  server = await startSimulator({
    players: [{ hostname: HOSTNAME, name: 'Lobby', code: CODE }],
    rateLimit: false,
  });
  server.addUpload('red.jpg', readFileSync(join(import.meta.dirname, '../support/media/red.jpg')));
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg', { duration: 600 })]);
  player = null;
  display = null;
});
afterEach(async () => {
  await player?.kill();
  await display?.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const start = (environment: Readonly<Record<string, string>>): PlayerProcess =>
  startPlayer({
    dataFolder: join(folder, 'data'),
    environment: {
      ...provisionedBy(server.origin, HOSTNAME, CODE),
      DIGIPLAYER_FIT: 'fill',
      ...environment,
    },
  });

async function bringDisplay(): Promise<VirtualDisplay> {
  const started = await startVirtualDisplay({ width: 640, height: 480 }, number);
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
}

/** Waits until the display is all red; answers how long that took, ms. */
async function untilRed(shown: VirtualDisplay): Promise<number> {
  const from = performance.now();
  await vi.waitFor(
    () => {
      const picture = shown.picture();
      expect(picture === null ? 'nothing' : fillOf(picture)).toBe('red');
    },
    { timeout: BACK_WITHIN_MS, interval: 50 },
  );
  return Math.round(performance.now() - from);
}

const log = (): string => {
  const file = join(folder, 'data', 'logs', 'player.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const untilLogged = (words: string, times = 1): Promise<void> =>
  vi.waitFor(
    () => {
      expect(log().split(words)).toHaveLength(times + 1);
    },
    { timeout: 20_000, interval: 50 },
  );
const nothingCounted = { screen: 0, relaunches: 0, safe_mode: false };

describe('a display or a browser that is away', () => {
  it('is waited for from the start and after it went, named once and counted nowhere', async () => {
    player = start({ DISPLAY: `:${number}` });
    await untilLogged('There is no display at');
    // Several tries of a browser would be over by now.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    display = await bringDisplay();
    const first = await untilRed(display);
    await untilLogged('The screen is there again');
    await display.stop();
    await untilLogged('There is no display at', 2);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    display = await bringDisplay();
    const again = await untilRed(display);
    console.log(`content after a late display: ${first} ms, after one that went: ${again} ms`);
    expect(player.status()?.recoveries).toEqual(nothingCounted);
    expect(log().match(/There is no display at/g)).toHaveLength(2);
    expect(await player.stop(), player.said()).toBe(0);
  }, 120_000);

  it('is not there at all: the player says so, goes on and stops in order', async () => {
    player = start({ DISPLAY: '', WAYLAND_DISPLAY: '', XDG_SESSION_TYPE: '' });
    await untilLogged('neither DISPLAY nor WAYLAND_DISPLAY is set');
    const isTold = ({ body }: { readonly body: object }): boolean =>
      JSON.stringify(body).includes('neither DISPLAY nor WAYLAND_DISPLAY is set');
    await server.waitForFeedback(isTold, 30_000);
    expect(player.status()?.recoveries).toEqual(nothingCounted);
    expect(await player.stop(), player.said()).toBe(0);
  }, 60_000);

  it('is a browser that is being replaced: away, broken, and there again', async () => {
    display = await bringDisplay();
    const browser = join(folder, 'browser');
    player = start({ DISPLAY: display.name, DIGIPLAYER_BROWSER: browser });
    await untilLogged('The browser cannot be started');
    writeFileSync(browser, '#!/bin/sh\necho "libnss3.so: cannot open shared object file" >&2\nexit 127\n');
    chmodSync(browser, 0o755);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    writeFileSync(browser, `#!/bin/sh\nexec ${findBrowser() ?? ''} "$@"\n`);
    const after = await untilRed(display);
    // One line, although the reason changed from try to try.
    await untilLogged('The browser cannot be started');
    console.log(`content after the browser was there again: ${after} ms`);
    expect(player.status()?.recoveries).toEqual(nothingCounted);
    expect(await player.stop(), player.said()).toBe(0);
  }, 90_000);
});
