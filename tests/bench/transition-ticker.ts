import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { startReachablePlayer } from './reachable-player.ts';
import { unlikeFiles, unlikeOrder } from './transition-media.ts';
import { measureTransitions, type TransitionMeasure } from './transition-table.ts';

/** Long enough to run, in three scripts; below the coded strip that the recording is read by. */
const OVER_THE_PICTURE = {
  DIGIPLAYER_TICKER: 'Welcome to the open day in the great hall · Добро пожаловать · ברוכים הבאים · '.repeat(
    4,
  ),
  DIGIPLAYER_CLOCK: 'bottom-right',
  // Four steps in a minute, in the middle of what plays.
  DIGIPLAYER_PIXEL_SHIFT: 'on',
};
const STILL_SECONDS = 2;
const SETTLE_MS = 3_000;
/** Two recordings of the same differ by so many frames of a hundred. */
const DOUBT = 1;

/** Records one list without and with a line of text, a clock and the pixel shift, for so many seconds each: neither may cost a frame. */
export async function measureTicker(seconds: number): Promise<readonly Figure[]> {
  const bare = await record({}, seconds);
  const covered = await record(OVER_THE_PICTURE, seconds);
  const missed = ({ skipped, repeated, shown }: TransitionMeasure): number =>
    (100 * (skipped + repeated)) / Math.max(1, shown);
  return [
    { name: 'ticker, boundaries', value: covered.boundaries, unit: '' },
    { name: 'ticker, blank', value: covered.faults.blank, unit: '', aim: { atMost: 0 } },
    { name: 'without it, frames skipped or repeated of a hundred', value: missed(bare), unit: '' },
    {
      name: 'ticker, frames skipped or repeated of a hundred',
      value: missed(covered),
      unit: '',
      aim: { atMost: missed(bare) + DOUBT },
    },
    { name: 'without it, the longest frame', value: bare.longestInnerMs, unit: 'ms' },
    { name: 'ticker, the longest frame', value: covered.longestInnerMs, unit: 'ms' },
  ];
}

async function record(
  environment: Readonly<Record<string, string>>,
  seconds: number,
): Promise<TransitionMeasure> {
  const player = await startReachablePlayer({
    files: unlikeFiles,
    order: unlikeOrder,
    imageSeconds: STILL_SECONDS,
    environment: { DIGIPLAYER_TRANSITION: 'cut', ...environment },
  });
  try {
    await sleep(SETTLE_MS);
    return measureTransitions(await player.record(seconds), unlikeFiles, unlikeOrder);
  } finally {
    await player.stop();
  }
}
