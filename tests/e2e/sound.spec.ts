import { expect, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { findOrInstallFfmpeg } from '../../tools/machine.ts';
import { makeWithFfmpeg } from '../support/e2e/made-media.ts';

/** Who is heard: nobody who was not asked to be, and never who is not seen. */

test.beforeAll(async () => {
  const ffmpeg = await findOrInstallFfmpeg((line) => void process.stdout.write(`${line}\n`));
  if (!ffmpeg.ok) throw new Error(ffmpeg.error.message);
});

/** Two seconds with a tone; the width of its picture says which one it is. */
const tone = (name: string, width: number): Buffer =>
  makeWithFfmpeg(name, [
    ...['-f', 'lavfi', '-i', `color=blue:s=${width}x180:r=25:d=2`, '-f', 'lavfi', '-i', 'sine=440:d=2'],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
  ]);

test('only the video that asks for it is heard, at the volume that is set, and only while it is seen', async ({
  server,
  startScreen,
}) => {
  const widths = { loud: 320, quiet: 336, louder: 352 };
  for (const [name, width] of Object.entries(widths))
    server.addUpload(`${name}.mp4`, tone(`${name}.mp4`, width));
  server.setPlaylist(HOSTNAME, [
    { ...server.itemFor('loud.mp4', { duration: 3 }), muted: false },
    server.itemFor('quiet.mp4', { duration: 3 }),
    { ...server.itemFor('louder.mp4', { duration: 3 }), muted: false },
  ]);
  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_VOLUME: '40' });

  // Looked at before every frame that is painted, over more than one round, transitions included.
  await page.evaluate(() => {
    const heard = {
      widths: new Set<number>(),
      volumes: new Set<number>(),
      faults: new Set<string>(),
      frames: 0,
    };
    Object.assign(window, { heard });
    const look = (): void => {
      const audible = [...document.querySelectorAll('video')].filter(({ muted }) => !muted);
      heard.frames += 1;
      if (audible.length > 1) heard.faults.add('two at once');
      for (const video of audible) {
        heard.widths.add(video.videoWidth);
        heard.volumes.add(video.volume);
        if (getComputedStyle(video).visibility !== 'visible') heard.faults.add('one that is hidden');
      }
      requestAnimationFrame(look);
    };
    look();
  });
  const read = () =>
    page.evaluate(() => {
      const { heard } = window as unknown as {
        heard: { widths: Set<number>; volumes: Set<number>; faults: Set<string>; frames: number };
      };
      // What Chromium decoded of a track is there whether it is heard or not: the tone is in the file.
      const decoded = [...document.querySelectorAll('video')].map(
        (video) => (video as unknown as { webkitAudioDecodedByteCount: number }).webkitAudioDecodedByteCount,
      );
      return {
        widths: [...heard.widths].sort(),
        volumes: [...heard.volumes],
        faults: [...heard.faults],
        frames: heard.frames,
        hasSound: decoded.some((bytes) => bytes > 0),
      };
    });
  await expect.poll(async () => (await read()).widths, { timeout: 20_000 }).toEqual([320, 352]);
  await expect
    .poll(async () => (await read()).frames, { timeout: 30_000, message: 'a whole round more' })
    .toBeGreaterThan(9 * 25);
  const seen = await read();
  expect(seen).toMatchObject({ widths: [320, 352], volumes: [0.4], faults: [] });
  await expect.poll(async () => (await read()).hasSound).toBe(true);
});
