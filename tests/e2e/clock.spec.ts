import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { colourAt } from '../support/e2e/colours.ts';
import { startPlayer } from '../support/e2e/player-process.ts';
import { decodePng } from '../support/e2e/png.ts';

/** Puts a clock to the first minute of 1970, in Node and in a page. */
function standAt1970(startedAtMs: number): void {
  const RealDate = Date;
  const shift = (ms: number): number => ms - startedAtMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [shift(RealDate.now())] : args, newTarget) as object,
    get: (target, name, receiver) =>
      name === 'now' ? () => shift(RealDate.now()) : (Reflect.get(target, name, receiver) as unknown),
  });
}

test('a screen that boots in 1970 plays by no date until its server tells the time', async ({
  browser,
  dataFolder,
  server,
  startScreen,
}, info) => {
  test.skip(info.project.name !== 'chromium', "Electron's own clock cannot be moved");
  server.setPlaylist(HOSTNAME, [
    server.itemFor('red.jpg', { duration: 2, valid_until: '2025-01-01' }),
    server.itemFor('green.png', { duration: 2, valid_from: '2025-01-01' }),
  ]);
  const paired = await startScreen(provisioned(server));
  await expectFill(paired.page, 'green');
  await paired.stop();
  await server.stop();

  const preload = join(dataFolder, 'stand-at-1970.mjs');
  writeFileSync(preload, `${standAt1970.toString()}\nstandAt1970(${Date.now()});\n`);
  const player = startPlayer({
    dataFolder,
    options: ['--no-launch'],
    environment: { ...provisioned(server), NODE_OPTIONS: `--import=${preload}` },
  });
  const page = await browser.newPage();
  await page.addInitScript(standAt1970, Date.now());
  await page.goto(await player.address());
  await expectFill(page, 'red');
  await expectFill(page, 'green');

  await server.start();
  await expect.poll(() => player.status()?.clock?.verdict).toBe('corrected');
  await expectFill(page, 'green');
  const seen = new Set<string>();
  const untilMs = performance.now() + 5_000;
  while (performance.now() < untilMs) seen.add(colourAt(decodePng(await page.screenshot()), 0.5, 0.5));
  expect([...seen]).toEqual(['green']);
  await page.close();
  expect(await player.stop(), player.said()).toBe(0);
});
