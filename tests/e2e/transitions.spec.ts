import { chromium, expect, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserArguments } from '../../src/chromium/browser-arguments.ts';
import { findBrowser } from '../../src/chromium/find-browser.ts';
import { findOrInstallFfmpeg } from '../../src/cli/machine.ts';
import { PANEL, startCodedPlayer, type CodedPlayer } from './recording/coded-player.ts';
import { judgeRecording, type Judgement } from './recording/judge-recording.ts';
import type { Recording } from './recording/record-screen.ts';
import { mixedFiles, mixedOrder } from './recording/sample-media.ts';

/**
 * What passers-by see between two items, recorded from the screen itself (issue 6): the media name themselves in every
 * frame, and the background has a colour that none of them has.
 */

test.describe.configure({ timeout: 150_000 });

test.beforeAll(async () => {
  test.skip(test.info().project.name !== 'chromium', 'the screen of the Chromium shell is recorded');
  const ffmpeg = await findOrInstallFfmpeg((line) => void process.stdout.write(`${line}\n`));
  if (!ffmpeg.ok) throw new Error(ffmpeg.error.message);
});

/** A recorder that did not look for so long could have missed a blank; then it looks again. */
const LONGEST_GAP_MS = 90;
const MOST_LATE = 0.05;
const RECORDINGS = 2;

async function recordWell(player: CodedPlayer, seconds: number): Promise<Recording> {
  let recording = await player.record(seconds);
  for (let again = 1; again < RECORDINGS && !isGood(recording); again++)
    recording = await player.record(seconds);
  test.info().annotations.push({
    type: 'recording',
    description: `longest gap ${Math.round(recording.longestGapMs)} ms, late ${(recording.lateShare * 100).toFixed(1)} %`,
  });
  return recording;
}

const isGood = ({ longestGapMs, lateShare }: Recording): boolean =>
  longestGapMs <= LONGEST_GAP_MS && lateShare <= MOST_LATE;

async function startPlaying(
  transition: string,
  options: readonly string[] = [],
  beforeItPlays: (player: CodedPlayer) => Promise<unknown> = () => Promise.resolve(),
): Promise<CodedPlayer> {
  const player = await startCodedPlayer({
    files: mixedFiles,
    order: mixedOrder,
    imageSeconds: 0.4,
    environment: { DIGIPLAYER_TRANSITION: transition, DIGIPLAYER_TRANSITION_MS: '200' },
    options,
  });
  await beforeItPlays(player);
  await expect
    .poll(() => player.player.status()?.current ?? null, { timeout: 40_000, message: player.player.said() })
    .not.toBeNull();
  return player;
}

/** Records piece by piece until so many transitions were seen, and judges each piece. */
async function judgeTransitions(player: CodedPlayer, wanted: number): Promise<Judgement> {
  let judged: Judgement = { seen: [], faults: [] };
  const isEnough = (): boolean => judged.seen.length >= wanted + 2;
  for (let piece = 0; piece < 5 && !isEnough(); piece++) {
    const { seen, faults } = judgeRecording(await recordWell(player, Math.min(20, wanted)), mixedOrder);
    // Between two pieces nobody looked: the last of the one and the first of the next are no neighbours.
    judged = { seen: [...judged.seen, ...seen.slice(1)], faults: [...judged.faults, ...faults] };
  }
  return judged;
}

/** The faults that a transition of this kind must never show. */
function faultsOf({ faults }: Judgement, transition: string): string[] {
  return (
    faults
      // Two codes side by side, or one through the other, may read as nothing, or as a third.
      .filter(({ kind }) => transition === 'cut' || kind === 'blank')
      .map(({ kind, atMs, lengthMs }) => `${kind} at ${atMs} ms for ${lengthMs} ms`)
  );
}

/** Which kinds of neighbours met on the screen. */
function kindsOf({ seen }: Judgement): Set<string> {
  const kindOf = (item: number): string => (item >= 4 ? 'image' : 'video');
  return new Set(
    seen.slice(1).map(({ item }, index) => `${kindOf(seen[index]?.item ?? item)}→${kindOf(item)}`),
  );
}

test('sixty cuts between images and videos of every kind: no blank, no wrong item, the order kept', async () => {
  const player = await startPlaying('cut');
  try {
    const judgement = await judgeTransitions(player, 60);
    expect(faultsOf(judgement, 'cut')).toEqual([]);
    expect(judgement.seen.length - 1).toBeGreaterThanOrEqual(60);
    expect(kindsOf(judgement)).toEqual(new Set(['image→image', 'image→video', 'video→image', 'video→video']));
  } finally {
    await player.stop();
  }
});

for (const transition of ['cross-fade', 'slide']) {
  test(`a ${transition} lets nothing shine through`, async () => {
    const player = await startPlaying(transition);
    try {
      const judgement = await judgeTransitions(player, 8);
      expect(faultsOf(judgement, transition)).toEqual([]);
      expect(judgement.seen.length).toBeGreaterThan(8);
    } finally {
      await player.stop();
    }
  });
}

test('the same check finds a planted blank of 100 ms', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'digiplayer-profile-'));
  const asRoot = process.getuid?.() === 0;
  const own = ['--remote-debugging-pipe', `--user-data-dir=${profile}`];
  let browser: Awaited<ReturnType<typeof chromium.launchPersistentContext>> | null = null;
  // The shell's own browser obeys the shell alone, so this run has one that a test may reach into.
  const player = await startPlaying('cut', ['--no-launch'], async ({ display, player: { address } }) => {
    browser = await chromium.launchPersistentContext(profile, {
      executablePath: findBrowser() ?? '/usr/bin/chromium',
      headless: false,
      viewport: null,
      env: { ...process.env, DISPLAY: display.name },
      args: [
        ...browserArguments({ profileFolder: profile, windowed: false, asRoot, size: PANEL }).filter(
          (argument) => !own.includes(argument),
        ),
        `--window-size=${PANEL.width + 1},${PANEL.height + 1}`,
      ],
    });
    await browser.pages()[0]?.goto(await address());
  });
  try {
    const page = (browser as Awaited<ReturnType<typeof chromium.launchPersistentContext>> | null)?.pages()[0];
    if (page === undefined) throw new Error('The browser has no page.');
    const recording = player.record(4);
    await page.waitForTimeout(1_500);
    await page.getByTestId('stage').evaluate(async (stage) => {
      stage.style.opacity = '0';
      await new Promise((resolve) => setTimeout(resolve, 100));
      stage.style.opacity = '';
    });
    const { faults } = judgeRecording(await recording, mixedOrder);
    expect(faults.map(({ kind }) => kind)).toEqual(['blank']);
    expect(faults[0]?.lengthMs).toBeGreaterThan(60);
    expect(faults[0]?.lengthMs).toBeLessThan(250);
  } finally {
    await (browser as Awaited<ReturnType<typeof chromium.launchPersistentContext>> | null)?.close();
    await player.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
