import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
