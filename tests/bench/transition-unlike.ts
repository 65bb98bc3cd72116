import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../support/make-folder.ts';
import { makeCodedFile } from '../support/recording/coded-media.ts';
import { judgeRecording, wellSeen } from '../support/recording/judge-recording.ts';
import type { Recording } from '../support/recording/record-screen.ts';
import { keepOneCoreBusy } from './busy-core.ts';
import { countFadeSteps, type FadeSteps } from './fade-steps.ts';
import { median, type Figure } from './figure.ts';
import { lengthOfPlantedBlank, PLANTED_AIM } from './planted-blank.ts';
import { startReachablePlayer } from './reachable-player.ts';
import { unlikeFiles, unlikeOrder } from './transition-media.ts';
import { FADE_MS, type PlainPage } from './transition-pages.ts';
import { recordPage } from './transition-pace.ts';
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
const SETTLE_MS = 3_000;
/** Of the 36 frames of a fade at 60 Hz. */
const SMOOTH_STEPS = 30;
const PLAIN_FADE_SECONDS = 15;
/** Fades of the same kind differ by so many steps. */
const PLAIN_DOUBT = 2;

/**
 * Records one scene, with a background on the stage and in every layer that no item has, and then once more with a blank
 * that is planted: a measurement that does not see that one says nothing of the others.
 */
export async function measureUnlike(
  name: string,
  { transition, isBusy }: UnlikeScene,
  seconds: number,
): Promise<readonly Figure[]> {
  const load = isBusy ? keepOneCoreBusy() : null;
  try {
    const { recording, plantedMs } = await recordPlayer(transition, seconds);
    const figures = [
      ...faultsOf(recording, transition),
      {
        name: 'planted blank, as it was seen',
        value: plantedMs,
        unit: 'ms',
        aim: PLANTED_AIM,
      },
      ...(transition === 'cut'
        ? [
            ...skipsOf('', recording),
            ...skipsOf('plain page, ', await recordPlainPage('two-videos', unlikeOrder, seconds)),
          ]
        : stepsOf(countFadeSteps(recording, unlikeFiles), await plainSteps(), isBusy)),
    ];
    return figures.map((figure) => ({ ...figure, name: `${name}, ${figure.name}` }));
  } finally {
    load?.stop();
  }
}

async function recordPlayer(
  transition: string,
  seconds: number,
): Promise<{ readonly recording: Recording; readonly plantedMs: number }> {
  const player = await startReachablePlayer({
    files: unlikeFiles,
    order: unlikeOrder,
    imageSeconds: STILL_SECONDS,
    environment: { DIGIPLAYER_TRANSITION: transition, DIGIPLAYER_TRANSITION_MS: String(FADE_MS) },
  });
  try {
    await sleep(SETTLE_MS);
    const recording = await player.record(seconds);
    return { recording, plantedMs: await lengthOfPlantedBlank(player, unlikeOrder) };
  } finally {
    await player.stop();
  }
}

/** In a fade two codes lie over each other, so nothing is said of their order. */
function faultsOf(recording: Recording, transition: UnlikeScene['transition']): Figure[] {
  const { seen, faults } = judgeRecording(recording, unlikeOrder);
  const told = faults.filter(({ kind }) => transition === 'cut' || kind === 'blank');
  for (const { kind, atMs, lengthMs } of told) console.log(`${kind} at ${atMs} ms for ${lengthMs} ms`);
  return [
    { name: 'boundaries', value: seen.length - 1, unit: '' },
    { name: 'boundaries well seen', value: wellSeen(recording, seen).length, unit: '' },
    { name: 'the recorder paused for up to', value: recording.longestGapMs, unit: 'ms' },
    {
      name: 'blank',
      value: told.filter(({ kind }) => kind === 'blank').length,
      unit: '',
      aim: { atMost: 0 },
    },
    {
      name: 'other faults',
      value: told.filter(({ kind }) => kind !== 'blank').length,
      unit: '',
      aim: { atMost: 0 },
    },
  ];
}

/** A list in a page that anyone would write first. */
async function recordPlainPage(
  page: PlainPage,
  order: readonly number[],
  seconds: number,
): Promise<Recording> {
  const { path: folder, remove } = makeFolder();
  try {
    for (const file of unlikeFiles) await makeCodedFile(folder, file);
    const list = { folder, files: unlikeFiles, order, imageSeconds: STILL_SECONDS };
    return await recordPage(page, list, seconds);
  } finally {
    remove();
  }
}

/** The median steps of a fade of one film over another, of two sizes, in a page that does nothing else. */
async function plainSteps(): Promise<number> {
  const recording = await recordPlainPage('fading-videos', [0, 1], PLAIN_FADE_SECONDS);
  return median(countFadeSteps(recording, unlikeFiles).map(({ steps }) => steps));
}

function skipsOf(name: string, recording: Recording): Figure[] {
  const { skipped, repeated, shown } = measureTransitions(recording, unlikeFiles, unlikeOrder);
  return [
    { name: `${name}skipped of a hundred frames`, value: (100 * skipped) / Math.max(1, shown), unit: '' },
    { name: `${name}frames that stood too long`, value: repeated, unit: '' },
  ];
}

/** Two films at once may cost a machine without a graphics card more than a frame's time: the plain page tells what it can do. */
function stepsOf(fades: readonly FadeSteps[], plain: number, isBusy: boolean): Figure[] {
  const kinds = ['video→video', 'still→video', 'video→still'] as const;
  const seen = kinds.flatMap((kind) => {
    const steps = fades.filter((fade) => fade.kind === kind).map((fade) => fade.steps);
    if (steps.length === 0) return [];
    const atLeast = kind === 'video→video' ? Math.min(SMOOTH_STEPS, plain) - PLAIN_DOUBT : SMOOTH_STEPS;
    const name = `steps of a fade ${kind}, median of ${steps.length}`;
    return [
      { name, value: median(steps), unit: '', ...(isBusy ? {} : { aim: { atLeast } }) },
      { name: `fewest steps of a fade ${kind}`, value: Math.min(...steps), unit: '' },
    ];
  });
  return [...seen, { name: 'plain page, steps of a fade video→video', value: plain, unit: '' }];
}
