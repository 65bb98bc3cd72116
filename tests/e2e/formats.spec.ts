import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOrInstallFfmpeg } from '../../tools/machine.ts';
import { BT709 } from '../support/bt709.ts';
import { colourAt } from '../support/e2e/colours.ts';
import { startElsewhere } from '../support/e2e/elsewhere.ts';
import { expect, expectFill, expectMiddle, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { makePicture, makeWithFfmpeg, withOrientation } from '../support/e2e/made-media.ts';
import { decodePng } from '../support/e2e/png.ts';

/** Every format that the player takes, shown for real: each file has a colour, and the colour has to be on the screen. */

test.beforeAll(async () => {
  const ffmpeg = await findOrInstallFfmpeg((line) => void process.stdout.write(`${line}\n`));
  if (!ffmpeg.ok) throw new Error(ffmpeg.error.message);
});

const SIZE = '320x180';
const CUT = { DIGIPLAYER_TRANSITION: 'cut' };

const hex = {
  red: '0xff0000',
  green: '0x00ff00',
  blue: '0x0000ff',
  yellow: '0xffff00',
  magenta: '0xff00ff',
  cyan: '0x00ffff',
} as const;
type Named = keyof typeof hex;

const pictureOf = (name: string, colour: Named, options: readonly string[] = []): Buffer =>
  makePicture(name, `color=${hex[colour]}:s=${SIZE}`, options);

/** Two seconds of one colour and a tone. */
function filmOf(name: string, colour: Named, picture: readonly string[], sound: readonly string[]): Buffer {
  return makeWithFfmpeg(name, [
    ...['-f', 'lavfi', '-i', `color=${hex[colour]}:s=${SIZE}:r=25:d=2`],
    ...['-f', 'lavfi', '-i', 'sine=440:d=2'],
    ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-pix_fmt', 'yuv420p', ...BT709],
    ...['-c:v', ...picture, '-c:a', ...sound],
  ]);
}

const pictures: readonly (readonly [name: string, colour: Named, make: (name: string) => Buffer])[] = [
  ['baseline.jpg', 'red', (name) => pictureOf(name, 'red', ['-q:v', '2'])],
  ['plain.png', 'green', (name) => pictureOf(name, 'green')],
  ['lossy.webp', 'blue', (name) => pictureOf(name, 'blue', ['-quality', '95'])],
  [
    'still.avif',
    'yellow',
    (name) => pictureOf(name, 'yellow', ['-c:v', 'libaom-av1', '-still-picture', '1', '-crf', '10']),
  ],
];

const films: typeof pictures = [
  ['h264-aac.mp4', 'blue', (name) => filmOf(name, 'blue', ['libx264'], ['aac'])],
  ['vp8-opus.webm', 'green', (name) => filmOf(name, 'green', ['libvpx', '-b:v', '200k'], ['libopus'])],
  ['vp9-opus.webm', 'red', (name) => filmOf(name, 'red', ['libvpx-vp9', '-b:v', '200k'], ['libopus'])],
  [
    'av1-opus.webm',
    'magenta',
    (name) => filmOf(name, 'magenta', ['libaom-av1', '-cpu-used', '8', '-crf', '20'], ['libopus']),
  ],
  ['h264-aac.mov', 'yellow', (name) => filmOf(name, 'yellow', ['libx264'], ['aac'])],
];

for (const [kind, files] of [
  ['pictures', pictures],
  ['videos', films],
] as const)
  test(`${kind}: ${files.map(([name]) => name).join(', ')}`, async ({ server, startScreen }) => {
    for (const [name, , make] of files) server.addUpload(name, make(name));
    server.setPlaylist(
      HOSTNAME,
      files.map(([name]) => server.itemFor(name, { duration: 3 })),
    );
    const { page } = await startScreen({ ...provisioned(server), ...CUT });
    for (const [, colour] of files) await expectFill(page, colour);
    expect(server.feedback.filter(({ body }) => body['event'] === 'item-failed')).toEqual([]);
  });

test('a video of one frame stands for its length, and one whose picture stands is content', async ({
  server,
  startScreen,
}) => {
  for (const name of ['one-frame-8s.mp4', 'still-picture-60s.mp4']) {
    server.addUpload(name, readFileSync(join(import.meta.dirname, '../support/cases', name)));
  }
  server.setPlaylist(HOSTNAME, [
    server.itemFor('one-frame-8s.mp4', { duration: null }),
    server.itemFor('still-picture-60s.mp4', { duration: 3 }),
  ]);
  const { page } = await startScreen({ ...provisioned(server), ...CUT });
  await expectFill(page, 'red');
  expect(server.feedback.filter(({ body }) => body['event'] === 'item-failed')).toEqual([]);
});

test('a picture that a camera noted as turned stands upright', async ({ server, startScreen }) => {
  const halves = makePicture('halves.jpg', 'color=red:s=160x180,pad=320:180:0:0:blue', ['-q:v', '2']);
  server.addUpload('turned.jpg', withOrientation(halves, 6));
  server.setPlaylist(HOSTNAME, [server.itemFor('turned.jpg', { duration: 20 })]);
  const { page } = await startScreen({ ...provisioned(server), ...CUT });
  await expect
    .poll(async () => {
      const picture = decodePng(await page.screenshot());
      return [0.1, 0.9].map((down) => colourAt(picture, 0.5, down));
    })
    .toEqual(['red', 'blue']);
});

test('an animated GIF moves', async ({ server, startScreen }) => {
  const source = `color=red:s=${SIZE}:r=2:d=1[a];color=blue:s=${SIZE}:r=2:d=1[b];[a][b]concat`;
  server.addUpload('moving.gif', makeWithFfmpeg('moving.gif', ['-f', 'lavfi', '-i', source, '-loop', '0']));
  server.setPlaylist(HOSTNAME, [server.itemFor('moving.gif', { duration: 30 })]);
  const { page } = await startScreen({ ...provisioned(server), ...CUT });
  for (const colour of ['red', 'blue', 'red'] as const) await expectMiddle(page, colour);
});

test('an SVG is a picture: its script does not run, and nothing is fetched for it', async ({
  server,
  startScreen,
}) => {
  const elsewhere = await startElsewhere();
  const { origin, asked } = elsewhere;
  try {
    const hostile = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 320 180" onload="fetch('${origin}/onload')">
      <style>@import url('${origin}/style.css'); @font-face { font-family: far; src: url('${origin}/font.woff2'); } text { font-family: far; }</style>
      <rect id="all" width="320" height="180" fill="#00ffff"/>
      <image href="${origin}/picture.png" x="200" y="110" width="60" height="40"/>
      <use xlink:href="${origin}/use.svg#part"/>
      <text y="20" opacity="0">far</text>
      <foreignObject x="40" y="30" width="60" height="40"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${origin}/frame"/></foreignObject>
      <script>document.getElementById('all').setAttribute('fill', '#ff0000'); fetch('${origin}/script');</script>
      <script href="${origin}/script.js"/>
    </svg>`;
    server.addUpload('hostile.svg', Buffer.from(hostile));
    server.setPlaylist(HOSTNAME, [
      server.itemFor('hostile.svg', { duration: 4 }),
      server.itemFor('green.png', { duration: 3 }),
    ]);
    const { page } = await startScreen({ ...provisioned(server), ...CUT });
    await expectFill(page, 'cyan');
    // A whole showing passes; had the script run, the picture would be red.
    await expectFill(page, 'green');
    await expectFill(page, 'cyan');
    expect(asked).toEqual([]);
  } finally {
    elsewhere.stop();
  }
});

test('what the engine does not play is skipped and reported, and the rest plays', async ({
  server,
  startScreen,
}) => {
  server.addUpload('old.mov', filmOf('old.mov', 'magenta', ['mjpeg', '-pix_fmt', 'yuvj420p'], ['pcm_s16le']));
  server.setPlaylist(HOSTNAME, [
    server.itemFor('old.mov', { duration: 3 }),
    server.itemFor('red.jpg', { duration: 3 }),
    server.itemFor('green.png', { duration: 3 }),
  ]);
  const { page } = await startScreen({ ...provisioned(server), ...CUT });
  for (const colour of ['red', 'green', 'red', 'green'] as const) await expectFill(page, colour);
  await server.waitForFeedback(({ body }) => JSON.stringify(body).includes('old.mov'), 20_000);
});
