import { findOrInstallFfmpeg } from '../../tools/machine.ts';
import { expect, test } from '../support/e2e/fixtures.ts';
import type { ShellUnderTest } from '../support/e2e/shell-under-test.ts';
import { startBareBrowser, type BareBrowser } from '../support/recording/bare-browser.ts';
import { startCodedPlayer, type MediaPlayer } from '../support/recording/coded-player.ts';
import { judgeRecording, wellSeen, type Judgement } from '../support/recording/judge-recording.ts';
import { mixedFiles, mixedOrder } from '../support/recording/sample-media.ts';

/**
 * What passers-by see between two items, recorded from the screen itself: the media name themselves in every
 * frame, and the background has a colour that none of them has.
 */

test.describe.configure({ timeout: 150_000 });

test.skip(
  ({ shell }) => shell.isStandIn,
  'a debugger holds the page of the stand-in, which shows single blank frames that no shell has',
);

test.beforeAll(async () => {
  const ffmpeg = await findOrInstallFfmpeg((line) => void process.stdout.write(`${line}\n`));
  if (!ffmpeg.ok) throw new Error(ffmpeg.error.message);
});

/** A machine that is so busy that a whole item may have passed unseen: such a piece is recorded again. */
const USELESS_GAP_MS = 350;
const PIECE_SECONDS = 12;
const MOST_PIECES = 7;

interface Watched extends Judgement {
  /** Transitions around which the recorder kept looking. */
  readonly transitions: number;
}

/** Records piece by piece until so many transitions were well seen, and judges each piece. */
async function watchTransitions(player: MediaPlayer, wanted: number, seconds: number): Promise<Watched> {
  let watched: Watched = { seen: [], faults: [], transitions: 0 };
  for (let piece = 0; piece < MOST_PIECES && watched.transitions < wanted; piece++) {
    const recording = await player.record(seconds);
    const { seen, faults } = judgeRecording(recording, mixedOrder);
    const transitions = wellSeen(recording, seen).length;
    test.info().annotations.push({
      type: 'recording',
      description: `${transitions} of ${seen.length - 1} transitions well seen, longest gap ${Math.round(recording.longestGapMs)} ms`,
    });
    if (recording.longestGapMs > USELESS_GAP_MS) continue;
    watched = {
      // The last of a piece and the first of the next are no neighbours.
      seen: [...watched.seen, ...seen.slice(1, -1)],
      faults: [...watched.faults, ...faults],
      transitions: watched.transitions + transitions,
    };
  }
  return watched;
}

async function startPlaying(
  shell: ShellUnderTest,
  transition: string,
  options: readonly string[] = [],
  beforeItPlays: (player: MediaPlayer) => Promise<unknown> = () => Promise.resolve(),
): Promise<MediaPlayer> {
  const player = await startCodedPlayer({
    shell,
    files: mixedFiles,
    order: mixedOrder,
    imageSeconds: 0.4,
    environment: { DIGIPLAYER_TRANSITION: transition, DIGIPLAYER_TRANSITION_MS: '200' },
    options,
  });
  await beforeItPlays(player);
  await player.playing();
  return player;
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
  const kindOf = (item: number): string => (item === 6 ? 'PDF' : item >= 4 ? 'image' : 'video');
  return new Set(
    seen.slice(1).map(({ item }, index) => `${kindOf(seen[index]?.item ?? item)}→${kindOf(item)}`),
  );
}

test('sixty cuts between images and videos of every kind: no blank, no wrong item, the order kept', async ({
  shell,
}) => {
  const player = await startPlaying(shell, 'cut');
  try {
    const judgement = await watchTransitions(player, 60, PIECE_SECONDS);
    expect(faultsOf(judgement, 'cut')).toEqual([]);
    expect(judgement.transitions).toBeGreaterThanOrEqual(60);
    const kinds = ['image→image', 'image→video', 'video→image', 'video→video', 'video→PDF', 'PDF→video'];
    expect([...kindsOf(judgement)]).toEqual(expect.arrayContaining(kinds));
    const leaflets = judgement.seen.filter(({ item }) => item === 6);
    expect(leaflets.map(({ firstFrame, lastFrame }) => `${firstFrame}–${lastFrame}`)).toContain('0–1');
  } finally {
    await player.stop();
  }
});

for (const transition of ['cross-fade', 'slide']) {
  test(`a ${transition} lets nothing shine through`, async ({ shell }) => {
    const player = await startPlaying(shell, transition);
    try {
      const judgement = await watchTransitions(player, 6, 8);
      expect(faultsOf(judgement, transition)).toEqual([]);
      expect(judgement.transitions).toBeGreaterThanOrEqual(6);
    } finally {
      await player.stop();
    }
  });
}

test('the same check finds a planted blank of 100 ms', async ({ shell }) => {
  test.skip(shell.name === 'electron', 'it is about the check, not about the shell');
  const browsers: BareBrowser[] = [];
  // The shell's own browser obeys the shell alone, so this run has one that a test may reach into.
  const player = await startPlaying(shell, 'cut', ['--no-launch'], async ({ display, player: served }) => {
    browsers.push(await startBareBrowser(display.name, await served.address()));
  });
  try {
    const page = browsers[0]?.page;
    if (page === undefined) throw new Error('There is no browser.');
    const recording = player.record(4);
    await page.waitForTimeout(1_500);
    await page.getByTestId('stage').evaluate(async (stage) => {
      stage.style.opacity = '0';
      await new Promise((resolve) => setTimeout(resolve, 100));
      stage.style.opacity = '';
    });
    const blanks = judgeRecording(await recording, mixedOrder).faults.filter(({ kind }) => kind === 'blank');
    expect(blanks).toHaveLength(1);
    expect(blanks[0]?.lengthMs).toBeGreaterThan(60);
  } finally {
    await browsers[0]?.stop();
    await player.stop();
  }
});
