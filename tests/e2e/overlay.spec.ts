import type { Page } from '@playwright/test';
import { makeWithFfmpeg } from '../support/e2e/made-media.ts';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';

test.beforeEach(({ server }) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg'), server.itemFor('red.jpg')]);
});

test('Ctrl+Alt+S opens the hidden settings over running content, and Escape closes them', async ({
  server,
  startScreen,
}) => {
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'red');
  const overlay = page.getByRole('dialog', { name: 'Screen settings' });
  await page.keyboard.press('Control+Alt+s');
  await expect(overlay).toBeVisible();
  await expect(overlay.getByText('red.jpg')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(overlay).toHaveCount(0);
  await expectFill(page, 'red');
});

test('five taps in the top-left corner open them too, four do not', async ({ server, startScreen }) => {
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'red');
  const overlay = page.getByRole('dialog', { name: 'Screen settings' });
  for (let tap = 0; tap < 4; tap++) await page.mouse.click(10, 10);
  await expect(overlay).toHaveCount(0);
  await page.mouse.click(10, 10);
  await expect(overlay).toBeVisible();
  await overlay.getByRole('button', { name: 'Close' }).click();
  await expect(overlay).toHaveCount(0);
});

test('content runs on while they open, scroll and close; they fade in, and do not where motion is not wanted', async ({
  server,
  startScreen,
}) => {
  server.addUpload('run.mp4', makeWithFfmpeg('run.mp4', runningVideo));
  server.setPlaylist(HOSTNAME, [server.itemFor('run.mp4')]);
  const { page } = await startScreen(provisioned(server));
  await startFramePace(page);
  const overlay = page.getByRole('dialog', { name: 'Screen settings' });
  const tries: { alone: FramePace; beneath: FramePace }[] = [];
  // A machine that is busy for a moment is not busy in all of them.
  for (let round = 0; round < 3; round += 1) {
    const alone = await paceDuring(page, () => page.waitForTimeout(1_200));
    const beneath = await paceDuring(page, async () => {
      await page.keyboard.press('Control+Alt+s');
      await overlay.waitFor();
      expect(await fadeOf(page)).toBe('0.15s');
      const panel = overlay.getByRole('tabpanel');
      await panel.hover();
      for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, turn < 4 ? 120 : -240);
      await page.keyboard.press('Escape');
      await overlay.waitFor({ state: 'detached' });
      await page.waitForTimeout(300);
    });
    tries.push({ alone, beneath });
  }
  test.info().annotations.push({ type: 'frame pace', description: JSON.stringify(tries) });
  const mostMs = Math.max(STUTTER_MS, ...tries.map(({ alone }) => alone.longestMs * 2));
  const best = tries.map(({ beneath }) => beneath).sort((a, b) => a.longestMs - b.longestMs)[0];
  expect(best?.longestMs, JSON.stringify(tries)).toBeLessThanOrEqual(mostMs);
  const leastShown = Math.min(0.9, ...tries.map(({ alone }) => alone.shown / 2));
  expect(Math.max(...tries.map(({ beneath }) => beneath.shown))).toBeGreaterThanOrEqual(leastShown);

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.keyboard.press('Control+Alt+s');
  await overlay.waitFor();
  expect(await fadeOf(page)).toBe('none');
});

/** What the page may miss: five frames of a video of 25 a second. */
const STUTTER_MS = 200;
const runningVideo = [
  ...['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25:duration=60'],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
];

interface FramePace {
  /** For how long the page drew no frame at most, ms: its transitions and clocks stood as long. */
  readonly longestMs: number;
  /** The share of the frames of its video that the compositor presented. */
  readonly shown: number;
}

interface PaceNotes {
  readonly frames: number[];
  readonly video: { presented: number; media: number }[];
}

/** Has the page note each of its frames, and each of its video that it hears of. */
async function startFramePace(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const video = [...document.querySelectorAll('video')].find((one) => !one.paused && one.currentTime > 0.2);
    if (video === undefined) return false;
    const notes: PaceNotes = { frames: [], video: [] };
    Object.assign(window, { paceNotes: notes });
    const noteFrame = (now: number): void => {
      notes.frames.push(now);
      requestAnimationFrame(noteFrame);
    };
    const noteVideo: VideoFrameRequestCallback = (_now, { presentedFrames, mediaTime }) => {
      notes.video.push({ presented: presentedFrames, media: mediaTime });
      video.requestVideoFrameCallback(noteVideo);
    };
    requestAnimationFrame(noteFrame);
    video.requestVideoFrameCallback(noteVideo);
    return true;
  });
}

async function paceDuring(page: Page, act: () => Promise<unknown>): Promise<FramePace> {
  const notes = (): Promise<PaceNotes> =>
    page.evaluate(() => {
      const { frames, video } = (window as unknown as { paceNotes: PaceNotes }).paceNotes;
      return { frames: frames.splice(0), video: video.splice(0) };
    });
  await notes();
  await act();
  const { frames, video } = await notes();
  const gaps = frames.slice(1).map((at, place) => at - (frames[place] ?? at));
  const [first, last] = [video[0], video.at(-1)];
  if (first === undefined || last === undefined) throw new Error('The video stood all the time.');
  const due = (last.media - first.media) * 25;
  return {
    longestMs: Math.round(Math.max(...gaps)),
    shown: Math.round((100 * (last.presented - first.presented)) / due) / 100,
  };
}

/** The fade of the settings' ground, as the browser read it: it may be over when somebody looks. */
function fadeOf(page: Page): Promise<string> {
  return page.locator('.overlay-scrim').evaluate((scrim) => {
    const { animationName, animationDuration } = getComputedStyle(scrim);
    return animationName === 'none' ? 'none' : animationDuration;
  });
}
