import type { Page } from '@playwright/test';
import { findOrInstallFfmpeg } from '../../tools/machine.ts';
import { useOf } from '../bench/processes.ts';
import { colourAt } from '../support/e2e/colours.ts';
import { expect, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { makePicture, makeWithFfmpeg, withOrientation } from '../support/e2e/made-media.ts';
import { decodePng } from '../support/e2e/png.ts';

/** Pictures that are larger than the panel needs are scaled off the main thread. */

test.beforeAll(async () => {
  const ffmpeg = await findOrInstallFfmpeg((line) => void process.stdout.write(`${line}\n`));
  if (!ffmpeg.ok) throw new Error(ffmpeg.error.message);
});

/** Not a whole multiple of the panel, so that every pixel is mixed of others. */
const large = (name: string): Buffer => makePicture(name, 'testsrc2=s=7000x3900');

const CUT = { DIGIPLAYER_TRANSITION: 'cut' };

/** The size of the canvas that is shown; null while the picture is an `<img>`, or none. */
function canvasSize(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll<HTMLElement>('[data-testid=stage] > div')];
    const canvas = boxes.find(({ style }) => style.visibility === 'visible')?.querySelector('canvas');
    return canvas instanceof HTMLCanvasElement ? `${canvas.width}×${canvas.height}` : null;
  });
}

/** How far the screen is from the same file drawn by an `<img>` over it: mean and most, in steps of a channel. */
async function differenceFromImg(page: Page): Promise<{ mean: number; most: number }> {
  const ours = decodePng(await page.screenshot()).pixels;
  await page.evaluate(async () => {
    const source = performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .findLast((name) => name.includes('/media/'));
    const image = new Image();
    image.src = source ?? '';
    Object.assign(image.style, {
      position: 'fixed',
      inset: '0',
      width: '100vw',
      height: '100vh',
      objectFit: 'contain',
      background: '#000',
      zIndex: '9999',
    });
    await image.decode();
    document.body.append(image);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  const theirs = decodePng(await page.screenshot()).pixels;
  await page.evaluate(() => document.body.lastElementChild?.remove());
  let [sum, most] = [0, 0];
  for (const [index, value] of ours.entries()) {
    const difference = Math.abs(value - (theirs[index] ?? 0));
    sum += difference;
    most = Math.max(most, difference);
  }
  return { mean: sum / ours.length, most };
}

for (const name of ['large.jpg', 'large.png', 'large.webp'])
  test(`${name} is scaled to the panel and looks as <img> draws it`, async ({ server, startScreen }) => {
    server.addUpload(name, large(name));
    server.setPlaylist(HOSTNAME, [server.itemFor(name, { duration: 60 })]);
    const { page } = await startScreen({ ...provisioned(server), ...CUT });
    await expect.poll(() => canvasSize(page)).toBe('1280×713');
    const { mean, most } = await differenceFromImg(page);
    test.info().annotations.push({ type: 'difference', description: `mean ${mean}, most ${most}` });
    expect(mean).toBeLessThan(1);
    // The old file does not stay beside the scaled one.
    expect(await page.locator('[data-testid=stage] img').count()).toBe(0);
  });

test('a panel that grows is never left with a blurred picture', async ({ server, startScreen }) => {
  server.addUpload('large.jpg', large('large.jpg'));
  server.setPlaylist(HOSTNAME, [server.itemFor('large.jpg', { duration: 60 })]);
  const { page } = await startScreen({ ...provisioned(server), ...CUT });
  await expect.poll(() => canvasSize(page)).toBe('1280×713');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect.poll(() => canvasSize(page)).toBe('1920×1070');
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: 1280,
    height: 720,
    deviceScaleFactor: 2,
    mobile: false,
  });
  await expect.poll(() => canvasSize(page)).toBe('2560×1426');
  expect(await page.locator('[data-testid=stage] canvas').count()).toBe(1);
});

test('the orientation of a camera and half-transparent pixels stay right', async ({
  server,
  startScreen,
}) => {
  const halves = makePicture('halves.jpg', 'color=red:s=1500x2000,pad=3000:2000:0:0:blue', ['-q:v', '2']);
  const glass = makePicture('glass.png', 'color=0xff000080:s=3200x1800,format=rgba');
  server.addUpload('turned.jpg', withOrientation(halves, 6));
  server.addUpload('glass.png', glass);
  server.setPlaylist(HOSTNAME, [
    server.itemFor('turned.jpg', { duration: 4 }),
    server.itemFor('glass.png', { duration: 4 }),
  ]);
  const { page } = await startScreen({
    ...provisioned(server),
    ...CUT,
    DIGIPLAYER_BACKGROUND_COLOUR: '#00ff00',
  });
  // Its left edge is the top: red above, blue below, upright on a wide panel.
  await expect
    .poll(async () => {
      const picture = decodePng(await page.screenshot());
      return [
        [0.5, 0.1],
        [0.5, 0.9],
        [0.1, 0.5],
      ].map(([across = 0, down = 0]) => colourAt(picture, across, down));
    })
    .toEqual(['red', 'blue', 'green']);
  expect(await canvasSize(page)).toBe('480×720');
  await expect
    .poll(async () => {
      const { pixels } = decodePng(await page.screenshot());
      return [...pixels.subarray(0, 3)].map((value) => Math.round(value / 4) * 4);
    })
    .toEqual([128, 128, 0]);
});

test('what moves and what has no pixels of its own stays with the browser', async ({
  server,
  startScreen,
}) => {
  const moving = ['-f', 'lavfi', '-i', 'testsrc2=s=1600x900:r=5:d=1'];
  server.addUpload('moving.webp', makeWithFfmpeg('moving.webp', [...moving, '-loop', '0']));
  server.addUpload('moving.png', makeWithFfmpeg('moving.png', [...moving, '-f', 'apng', '-plays', '0']));
  server.addUpload('moving.gif', makeWithFfmpeg('moving.gif', moving));
  server.setPlaylist(
    HOSTNAME,
    ['moving.webp', 'moving.png', 'moving.gif'].map((name) => server.itemFor(name, { duration: 3 })),
  );
  const { page } = await startScreen({ ...provisioned(server), ...CUT });
  const sources = new Set<string>();
  await expect
    .poll(
      async () => {
        expect(await canvasSize(page)).toBeNull();
        const shown = await page.evaluate(() =>
          [...document.querySelectorAll('[data-testid=stage] > div')]
            .filter((box) => box instanceof HTMLElement && box.style.visibility === 'visible')
            .map((box) => box.querySelector('img')?.src ?? ''),
        );
        for (const source of shown) if (source !== '') sources.add(source);
        return sources.size;
      },
      { timeout: 30_000, intervals: [100] },
    )
    .toBe(3);
});

/** What the main thread does at its longest in one go while `action` runs, ms. */
async function longestTask(page: Page, action: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { longTasks: seen });
    new PerformanceObserver((list) => {
      seen.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  await action();
  return page.evaluate(() => Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks));
}

test('the main thread and the memory hardly notice a picture of 8K', async ({
  server,
  startScreen,
  browser,
}) => {
  server.addUpload('8k.jpg', makePicture('8k.jpg', 'testsrc2=s=7680x4320', ['-q:v', '2']));
  server.setPlaylist(HOSTNAME, [
    server.itemFor('8k.jpg', { duration: 4 }),
    server.itemFor('red.jpg', { duration: 4 }),
  ]);
  const { page } = await startScreen({ ...provisioned(server), ...CUT });
  await expect.poll(() => canvasSize(page)).toBe('1280×720');
  // It is prepared again for its next turn while red is shown.
  const ours = await longestTask(page, async () => {
    await expect.poll(() => canvasSize(page), { timeout: 20_000 }).toBe('320×180');
    await expect.poll(() => canvasSize(page), { timeout: 20_000 }).toBe('1280×720');
  });
  const memoryOfOurs = useOf('playwright_chromiumdev_profile').memoryMb;
  // The same file as the player showed it before: decoded as a whole by <img>, and read back small from that.
  const theirs = await longestTask(page, () =>
    page.evaluate(async () => {
      const source = performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .find((name) => name.includes('/media/'));
      const image = new Image();
      image.src = source ?? '';
      await image.decode();
      Object.assign(image.style, { position: 'fixed', inset: '0', width: '100vw', zIndex: '9999' });
      document.body.append(image);
      const canvas = document.createElement('canvas');
      canvas.width = 16;
      canvas.height = 9;
      canvas.getContext('2d', { willReadFrequently: true })?.drawImage(image, 0, 0, 16, 9);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }),
  );
  const memoryOfTheirs = useOf('playwright_chromiumdev_profile').memoryMb;
  const figures = `longest task ${ours} ms against ${theirs} ms with <img>; all of the browser ${memoryOfOurs.toFixed(0)} MB, and ${memoryOfTheirs.toFixed(0)} MB with <img> beside it`;
  console.log(`8K JPEG: ${figures} (${browser.version()})`);
  test.info().annotations.push({ type: '8K', description: figures });
  expect(theirs).toBeGreaterThan(100);
  expect(ours).toBeLessThan(theirs / 2);
});
