import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillOf } from '../support/e2e/colours.ts';
import { decodePng } from '../support/e2e/png.ts';
import { heavyDrawing } from '../support/heavy-drawing.ts';
import { expect, expectFill, expectMiddle, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

/** What drawing programs and phones write is shown, beside an upload that once held up the player for ever. */

const foreign = join(import.meta.dirname, '../support/cases');
const bytesOf = (name: string): Buffer => readFileSync(join(foreign, name));

test('what a reader of headers once refused is shown, and what hung it is left out', async ({
  server,
  startScreen,
}) => {
  const shown = [
    'illustrator.svg',
    'newline-before-magic.pdf',
    'phone-h264.3gp',
    'bytes-behind-last-box.mp4',
  ];
  server.addUpload('poison.svg', bytesOf('comments-351-bytes.svg'));
  for (const name of shown) server.addUpload(name, bytesOf(name));
  server.setPlaylist(HOSTNAME, [
    server.itemFor('poison.svg', { duration: 2 }),
    ...shown.flatMap((name) => [
      server.itemFor(name, { duration: 2 }),
      server.itemFor('green.png', { duration: 1 }),
    ]),
  ]);

  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_TRANSITION: 'cut' });

  for (const name of shown) {
    await test.step(name, async () => {
      await expectMiddle(page, 'magenta');
      await expectFill(page, 'green');
    });
  }
  expect(server.feedback.filter(({ body }) => body['event'] === 'item-failed')).toEqual([]);
});

/** Moves for a tenth of a second at a time, so that it is yellow whenever it is looked at. */
const MOVING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="#ff0">
<animate attributeName="opacity" values="1;0.99;1" dur="0.1s" repeatCount="indefinite"/></rect></svg>`;

/** A renderer that hangs, or a graphics process under it, makes a gap of many seconds. */
const LONGEST_GAP_MS = 1_500;

test('a drawing that no browser can bear is left out without a word on the screen, and its neighbours play', async ({
  server,
  startScreen,
}) => {
  const heavy = server.addUpload('heavy.svg', Buffer.from(heavyDrawing()));
  server.addUpload('moving.svg', Buffer.from(MOVING));
  server.setPlaylist(HOSTNAME, [server.itemFor('green.png', { duration: 3_600 })]);
  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_TRANSITION: 'cut' });
  await expectFill(page, 'green');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.evaluate(() => {
    const gaps = { longest: 0 };
    Object.assign(globalThis, { gaps });
    let before = performance.now();
    const look = (): void => {
      const now = performance.now();
      gaps.longest = Math.max(gaps.longest, now - before);
      before = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

  const rest = ['cyan.svg', 'moving.svg'].map((name) => server.itemFor(name, { duration: 2 }));
  server.setPlaylist(HOSTNAME, [server.itemFor('heavy.svg', { duration: 2 }), ...rest]);
  const reports = () => server.feedback.filter(({ body }) => body['event'] === 'item-failed');
  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        seen.add(fillOf(decodePng(await page.screenshot())));
        return reports().length;
      },
      { timeout: 60_000, intervals: [200] },
    )
    .toBe(1);
  const { longest } = await page.evaluate(
    () => (globalThis as unknown as { gaps: { longest: number } }).gaps,
  );
  for (const colour of ['cyan', 'yellow', 'cyan'] as const) await expectFill(page, colour);

  expect(reports()[0]?.body['message']).toContain('heavy.svg');
  expect([...seen].filter((fill) => !['green', 'cyan', 'yellow'].includes(fill))).toEqual([]);
  expect(longest).toBeLessThan(LONGEST_GAP_MS);
  expect(asked.filter((url) => url.includes(heavy.sha256))).toEqual([]);
  expect(reports()).toHaveLength(1);
  expect(asked.some((url) => /\/media\/[0-9a-f]{64}\?width=\d+&height=\d+&fit=contain$/.test(url))).toBe(
    true,
  );
});
