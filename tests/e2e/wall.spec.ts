import { findOrInstallFfmpeg } from '../../tools/machine.ts';
import type { ScreenPicture } from '../../tools/demo/screen-picture.ts';
import { expect, HOSTNAME, provisioned, test, type ScreenUnderTest } from '../support/e2e/fixtures.ts';
import { makePicture } from '../support/e2e/made-media.ts';
import { decodePng } from '../support/e2e/png.ts';

/** Screens of a wall show their parts of one picture. */

test.beforeAll(async () => {
  const ffmpeg = await findOrInstallFfmpeg((line) => void process.stdout.write(`${line}\n`));
  if (!ffmpeg.ok) throw new Error(ffmpeg.error.message);
});

/** The part of a picture of the whole wall that begins at `left`, `top`, as a screen of this size ought to show it. */
interface Part {
  readonly wall: ScreenPicture;
  readonly left: number;
  readonly top: number;
  /** Clockwise quarter turns of the panel's picture. */
  readonly turns?: 1;
}

/** How far what is on the panel is from its part, mean steps of a channel. */
function distance(panel: ScreenPicture, { wall, left, top, turns }: Part): number {
  let sum = 0;
  for (let y = 0; y < panel.height; y++) {
    for (let x = 0; x < panel.width; x++) {
      // What is drawn at (u, v) of a picture that is turned by 90° lies at (width - 1 - v, u) of the panel.
      const [u, v] = turns === 1 ? [y, panel.width - 1 - x] : [x, y];
      const wanted = ((top + v) * wall.width + left + u) * 3;
      const seen = (y * panel.width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        sum += Math.abs((panel.pixels[seen + channel] ?? 0) - (wall.pixels[wanted + channel] ?? 0));
      }
    }
  }
  return sum / panel.pixels.length;
}

async function expectPart({ page }: ScreenUnderTest, part: Part, within: number): Promise<void> {
  await expect.poll(async () => distance(decodePng(await page.screenshot()), part)).toBeLessThan(within);
}

const BEZEL = '12.8mm of 256mm';

test('two screens show their parts of a picture and leave out what lies behind the bezel; a turned one, too', async ({
  server,
  startScreen,
}) => {
  // Two screens of 1280x720 and 64 pixels between them: drawn pixel for pixel.
  const upright = makePicture('upright.png', 'testsrc2=s=2624x720,format=rgb24');
  // Two that hang upright, 720x1280, with 36 between them; it has twice the pixels, and is scaled to the wall.
  const turned = makePicture(
    'turned.png',
    'testsrc2=s=1476x1280,format=rgb24,scale=2952:2560:flags=neighbor',
  );
  const expected = makePicture('expected.png', 'testsrc2=s=1476x1280,format=rgb24');
  server.addUpload('upright.png', upright);
  server.addUpload('turned.png', turned);
  server.setPlaylist(HOSTNAME, [server.itemFor('upright.png', { duration: 600 })]);
  const start = (wall: string, rotation: string): Promise<ScreenUnderTest> =>
    startScreen({
      ...provisioned(server),
      DIGIPLAYER_TRANSITION: 'cut',
      DIGIPLAYER_WALL: `${wall} bezel ${BEZEL}`,
      DIGIPLAYER_ROTATION: rotation,
    });

  const left = await start('2x1@0,0', '0');
  await expectPart(left, { wall: decodePng(upright), left: 0, top: 0 }, 0.01);
  await left.stop();
  const right = await start('2x1@1,0', '0');
  await expectPart(right, { wall: decodePng(upright), left: 1344, top: 0 }, 0.01);
  await right.stop();

  server.setPlaylist(HOSTNAME, [server.itemFor('turned.png', { duration: 600 })]);
  const hanging = await start('2x1@1,0', '90');
  await expectPart(hanging, { wall: decodePng(expected), left: 756, top: 0, turns: 1 }, 4);
  const drawn = hanging.page.locator('[data-testid=stage] canvas');
  expect(await drawn.evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height])).toEqual([
    1476, 1280,
  ]);
});
