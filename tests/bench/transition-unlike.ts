import { setTimeout as sleep } from 'node:timers/promises';
import { judgeRecording, wellSeen } from '../support/recording/judge-recording.ts';
import { keepOneCoreBusy } from './busy-core.ts';
import { countFadeSteps, type FadeSteps } from './fade-steps.ts';
import { median, type Figure } from './figure.ts';
import { startReachablePlayer, type ReachablePlayer } from './reachable-player.ts';
import { unlikeFiles, unlikeOrder } from './transition-media.ts';
import { measureTransitions } from './transition-table.ts';

/** One recording of the list whose neighbours have little in common. */
export interface UnlikeScene {
  readonly transition: 'cut' | 'cross-fade';
  /** Another program takes the time of one core meanwhile. */
  readonly isBusy: boolean;
}

export const unlikeScenes: Readonly<Record<string, UnlikeScene>> = {
  cut: { transition: 'cut', isBusy: false },
  'cut-busy': { transition: 'cut', isBusy: true },
  fade: { transition: 'cross-fade', isBusy: false },
  'fade-busy': { transition: 'cross-fade', isBusy: true },
};

const STILL_SECONDS = 2;
const FADE_MS = 600;
const SETTLE_MS = 3_000;
const PLANTED_MS = 100;
const PLANTED_SECONDS = 4;
/** Of the 36 frames of a fade at 60 Hz. */
const SMOOTH_STEPS = 30;

/**
 * Records one scene, with a background on the stage and in every layer that no item has, and then once more with a blank
 * that is planted: a measurement that does not see that one says nothing of the others.
 */
export async function measureUnlike(
  name: string,
  { transition, isBusy }: UnlikeScene,
  seconds: number,
): Promise<readonly Figure[]> {
  const player = await startReachablePlayer({
    files: unlikeFiles,
    order: unlikeOrder,
    imageSeconds: STILL_SECONDS,
    environment: { DIGIPLAYER_TRANSITION: transition, DIGIPLAYER_TRANSITION_MS: String(FADE_MS) },
  });
  const load = isBusy ? keepOneCoreBusy() : null;
  try {
    await sleep(SETTLE_MS);
    const recording = await player.record(seconds);
    const planted = await lengthOfPlantedBlank(player);
    const { seen, faults } = judgeRecording(recording, unlikeOrder);
    const blanks = faults.filter(({ kind }) => kind === 'blank');
    for (const { kind, atMs, lengthMs } of faults) {
      if (kind !== 'unreadable' || transition === 'cut')
        console.log(`${kind} at ${atMs} ms for ${lengthMs} ms`);
    }
    const figures = [
      { name: 'boundaries', value: seen.length - 1, unit: '' },
      { name: 'boundaries well seen', value: wellSeen(recording, seen).length, unit: '' },
      { name: 'the recorder paused for up to', value: recording.longestGapMs, unit: 'ms' },
      { name: 'blank', value: blanks.length, unit: '', aim: { atMost: 0 } },
      { name: 'planted blank, as it was seen', value: planted, unit: 'ms', aim: { atLeast: PLANTED_MS / 2 } },
      ...(transition === 'cut'
        ? skipsOf(measureTransitions(recording, unlikeFiles, unlikeOrder).skipped, seen.length)
        : stepsOf(countFadeSteps(recording, unlikeFiles), isBusy)),
    ];
    return figures.map((figure) => ({ ...figure, name: `${name}, ${figure.name}` }));
  } finally {
    load?.stop();
    await player.stop();
  }
}

async function lengthOfPlantedBlank(player: ReachablePlayer): Promise<number> {
  const recording = player.record(PLANTED_SECONDS);
  await sleep((PLANTED_SECONDS * 1000) / 3);
  await player.plantBlank(PLANTED_MS);
  const { faults } = judgeRecording(await recording, unlikeOrder);
  return Math.max(0, ...faults.filter(({ kind }) => kind === 'blank').map(({ lengthMs }) => lengthMs));
}

function skipsOf(skipped: number, showings: number): Figure[] {
  return [{ name: `frames skipped in ${showings} showings`, value: skipped, unit: '' }];
}

function stepsOf(fades: readonly FadeSteps[], isBusy: boolean): Figure[] {
  return (['video→video', 'still→video', 'video→still'] as const).flatMap((kind) => {
    const steps = fades.filter((fade) => fade.kind === kind).map((fade) => fade.steps);
    if (steps.length === 0) return [];
    const name = `steps of a fade ${kind}, median of ${steps.length}`;
    return [
      { name, value: median(steps), unit: '', ...(isBusy ? {} : { aim: { atLeast: SMOOTH_STEPS } }) },
      { name: `fewest steps of a fade ${kind}`, value: Math.min(...steps), unit: '' },
    ];
  });
}
