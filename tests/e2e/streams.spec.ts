import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { colourAt } from '../support/e2e/colours.ts';
import { decodePng } from '../support/e2e/png.ts';
import { expect, expectMiddle, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import type { Simulator } from '../simulator/types.ts';

/* Streams and sound. The responder is tested in tests/integration/stream-responder.test.ts, the fading in background-music.test.ts. */

const streams = join(import.meta.dirname, '../support/streams');

function upload(server: Simulator): void {
  for (const name of readdirSync(streams)) server.addUpload(name, readFileSync(join(streams, name)));
}

/** What was seen and heard before each frame that was painted. */
interface Heard {
  readonly atMs: number;
  /** Of what comes from the music folder; null: nothing does. */
  readonly music: number | null;
  readonly isSpoken: boolean;
  readonly isBlank: boolean;
}

/** Notes from now on; the music has no place in the document, so its maker is listened to. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made = new Set<HTMLMediaElement>();
    const heard: Heard[] = [];
    Object.assign(window, { heard });
    const play: () => Promise<void> = Reflect.get(HTMLMediaElement.prototype, 'play');
    const firstFrames: number[] = [];
    Object.assign(window, { firstFrames });
    HTMLMediaElement.prototype.play = function noted(this: HTMLMediaElement) {
      if (this instanceof HTMLVideoElement && this.src.includes('/stream/') && !made.has(this)) {
        const askedAt = performance.now();
        this.requestVideoFrameCallback(() => firstFrames.push(performance.now() - askedAt));
      }
      made.add(this);
      return Reflect.apply(play, this, []);
    };
    const look = (): void => {
      const isRunning = (media: HTMLMediaElement): boolean => !media.paused && media.currentTime > 0;
      const music = [...made].find((media) => !media.isConnected && isRunning(media));
      const spoken = [...document.querySelectorAll('video, audio')].filter(
        (media) => media instanceof HTMLMediaElement && !media.muted && isRunning(media),
      );
      const stage = document.querySelector('[data-testid="stage"]');
      const isSeen = [...(stage?.children ?? [])].some(
        (layer) => getComputedStyle(layer).visibility === 'visible',
      );
      heard.push({
        atMs: performance.now(),
        music: music?.volume ?? null,
        isSpoken: spoken.length > 0,
        isBlank: !isSeen,
      });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.reload();
}

async function colourOfMiddle(page: Page): Promise<string> {
  return colourAt(decodePng(await page.screenshot()), 0.5, 0.5);
}

const read = (page: Page): Promise<readonly Heard[]> =>
  page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);

test('a stream plays as any item does, those that cannot be had are passed over without a blank, and a sound leaves the picture', async ({
  server,
  startScreen,
}) => {
  upload(server);
  const part = readFileSync(join(streams, 'green.m3u8'), 'utf8').replaceAll(/green\d/g, 'noise');
  server.addUpload('noise.m3u8', Buffer.from(part));
  server.addUpload('noise.m2t', Buffer.alloc(20_000, 'no codec of this world'));
  // One that is missing, one that nobody can decode, one whose server is away.
  const none = [
    '/static/uploads/none.m3u8',
    '/static/uploads/noise.m3u8',
    'https://127.0.0.1:9/away.m3u8',
  ].map((url, at) => ({ ...server.itemFor('red.jpg'), id: 91 + at, type: 'stream', duration: 2, url }));
  server.setPlaylist(HOSTNAME, [
    server.itemFor('red.jpg', { duration: 2 }),
    server.itemFor('green.m3u8', { type: 'stream', duration: null }),
    ...none,
    server.itemFor('tone.mp3', { type: 'audio', duration: null }),
    server.itemFor('blue.webp', { duration: 2 }),
  ]);
  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_FIT: 'cover' });
  await expectMiddle(page, 'red');
  await listen(page);
  await expectMiddle(page, 'green');
  // The stream is over, and its last picture stands while the tone is heard.
  await expect
    .poll(() => page.evaluate(() => [...document.querySelectorAll('audio')].some(({ paused }) => !paused)))
    .toBe(true);
  await expectMiddle(page, 'green');
  await expectMiddle(page, 'blue');
  const heard = await read(page);
  const firstSeen = heard.findIndex(({ isBlank }) => !isBlank);
  expect(heard.slice(firstSeen).filter(({ isBlank }) => isBlank)).toEqual([]);
  const [firstFrameMs = Infinity] = await page.evaluate(
    () => (window as unknown as { firstFrames: number[] }).firstFrames,
  );
  process.stdout.write(`  the first frame of the stream came after ${Math.round(firstFrameMs)} ms\n`);
  // Five times the three seconds, for a machine that is busy.
  expect(firstFrameMs).toBeLessThan(15_000);
  const asked = server.requests.filter(({ path }) => path.includes('green.m3u8') || path.includes('.m2t'));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ headers }) => headers.cookie ?? headers.authorization ?? headers.referer)).toEqual(
    [],
  );
});

test('a stream that stands still gives way to the next item, and its last picture stands until that one is ready', async ({
  server,
  startScreen,
}) => {
  upload(server);
  server.addFault({ kind: 'never-end', match: { path: /green2\.m2t$/ } });
  server.setPlaylist(HOSTNAME, [
    server.itemFor('green.m3u8', { type: 'stream', duration: 60 }),
    server.itemFor('red.jpg', { duration: 30 }),
  ]);
  const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_FIT: 'cover' });
  await expectMiddle(page, 'green');
  const sinceMs = Date.now();
  await listen(page);
  await expectMiddle(page, 'green');
  await expect.poll(async () => colourOfMiddle(page), { timeout: 40_000 }).toBe('red');
  process.stdout.write(`  it gave way after ${Math.round((Date.now() - sinceMs) / 1_000)} s\n`);
  const heard = await read(page);
  const firstSeen = heard.findIndex(({ isBlank }) => !isBlank);
  expect(heard.slice(firstSeen).filter(({ isBlank }) => isBlank)).toEqual([]);
});

test('music is heard beside the pictures, softly within 300 ms of a voice, and loud again after it', async ({
  server,
  startScreen,
  dataFolder,
}) => {
  upload(server);
  const folder = join(dataFolder, 'music');
  cpSync(join(streams, 'tone.ogg'), join(folder, '1.ogg'));
  cpSync(join(streams, 'tone.flac'), join(folder, '2.flac'));
  server.setPlaylist(HOSTNAME, [
    server.itemFor('red.jpg', { duration: 3 }),
    server.itemFor('tone.wav', { type: 'audio', duration: 2 }),
  ]);
  const { page } = await startScreen({
    ...provisioned(server),
    DIGIPLAYER_BACKGROUND_MUSIC: folder,
    DIGIPLAYER_VOLUME: '50',
  });
  await expectMiddle(page, 'red');
  await listen(page);
  // Once under the voice, and loud again afterwards.
  await expect
    .poll(
      async () => {
        const heard = await read(page);
        const voice = heard.findIndex(({ isSpoken }) => isSpoken);
        const after = voice < 0 ? [] : heard.slice(voice);
        const isBack = after.findIndex(({ isSpoken, music }) => !isSpoken && music === 0.5);
        return isBack > 0 ? 'heard' : `${heard.length} frames`;
      },
      { timeout: 30_000 },
    )
    .toBe('heard');
  const heard = await read(page);
  expect(heard.some(({ music, isSpoken }) => music === 0.5 && !isSpoken)).toBe(true);
  const voice = heard.findIndex(({ isSpoken }) => isSpoken);
  const soft = heard.slice(voice).find(({ music }) => music !== null && music <= 0.0501);
  const softAfterMs = (soft?.atMs ?? Infinity) - (heard[voice]?.atMs ?? 0);
  process.stdout.write(`  the music was soft ${Math.round(softAfterMs)} ms after the voice\n`);
  // Five times the 300 ms, for a machine that is busy.
  expect(softAfterMs).toBeLessThan(1_500);
});
