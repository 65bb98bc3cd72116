import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expectFill, expectMiddle, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

/*
 * What a screen shows while nothing of its list can play. The schedule's decisions are tested in
 * tests/unit/playback/stand-ins.test.ts, the folder in tests/unit/player/media/local-folder.test.ts.
 */

const media = join(import.meta.dirname, '../support/media');

test('a folder of one’s own plays in the order of its names while the list is empty, and gives way to it', async ({
  server,
  dataFolder,
  startScreen,
}) => {
  const folder = join(dataFolder, 'fallback');
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(media, 'magenta-portrait.mp4'), join(folder, '1.mp4'));
  copyFileSync(join(media, 'green.png'), join(folder, '2.png'));
  server.setPlaylist(HOSTNAME, []);
  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_FIT: 'cover' });
  await expectMiddle(page, 'magenta');
  await expectFill(page, 'green');

  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
  await expectFill(page, 'red');
});
