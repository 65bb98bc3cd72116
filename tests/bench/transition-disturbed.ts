import { setTimeout as sleep } from 'node:timers/promises';
import type { CodedFile } from '../support/recording/coded-media.ts';
import { disturbances, type DisturbanceName } from './disturbances.ts';
import { median, type Figure } from './figure.ts';
import { lengthOfPlantedBlank, PLANTED_AIM } from './planted-blank.ts';
import { startReachablePlayer } from './reachable-player.ts';
import { describeMeasure, measureTransitions, type TransitionMeasure } from './transition-table.ts';

const IMAGE_SECONDS = 0.4;
const FILM_FRAMES = 20;
const RATE = 30;
const SETTLE_MS = 3_000;
/** A page that stands shorter is not drawn, so a PDF of any length shows the first two. */
const PDF_SECONDS = 1;
const PDF_PAGES = 500;
/** Small rectangles of each page, as a plan or a map has them. */
const PDF_DETAIL = 400;

const panel = { width: 1280, height: 720, rate: RATE } as const;
const film = { ...panel, codec: 'h264', frames: FILM_FRAMES, likeFilm: true } as const;
const still = { ...panel, codec: 'png', frames: 1 } as const;
const files: readonly CodedFile[] = [
  { ...film, name: 'film-0.mp4', item: 0 },
  { ...film, name: 'film-1.mp4', item: 1 },
  { ...still, name: 'still-4.png', item: 4 },
  { ...still, name: 'still-5.png', item: 5 },
  { ...panel, name: 'book-6.pdf', item: 6, codec: 'pdf', frames: PDF_PAGES, detail: PDF_DETAIL },
];
const ORDER = [0, 1, 4, 1, 0, 5] as const;
const ORDER_WITH_PDF = [0, 1, 4, 6, 0, 5] as const;

/**
 * Cuts between short items while something else happens in the player or on its machine, so many boundaries long; and once a
 * planted blank, without which the figures say nothing.
 */
export async function measureDisturbed(
  name: DisturbanceName,
  boundaries: number,
): Promise<readonly Figure[]> {
  const order: readonly number[] = name === 'book' ? ORDER_WITH_PDF : ORDER;
  const seconds = (boundaries * roundSeconds(order)) / order.length + 1;
  const player = await startReachablePlayer({
    files: files.filter(({ item }) => order.includes(item)),
    order,
    imageSeconds: IMAGE_SECONDS,
    pdfSeconds: PDF_SECONDS,
  });
  try {
    await sleep(SETTLE_MS);
    const disturbance = await disturbances[name](player, seconds);
    const recording = await player.record(seconds);
    const told = await disturbance.stop();
    const measure = measureTransitions(recording, files, order);
    console.table([describeMeasure(name, measure)]);
    const figures = [
      { name: 'boundaries', value: measure.boundaries, unit: '' },
      { name: 'boundaries sharply seen', value: measure.sharplySeen, unit: '' },
      { name: 'the recorder paused for up to', value: recording.longestGapMs, unit: 'ms' },
      ...told,
      ...faultFigures(measure),
      ...freezeFigures(measure),
      {
        name: 'planted blank, as it was seen',
        value: await lengthOfPlantedBlank(player, order),
        unit: 'ms',
        aim: PLANTED_AIM,
      },
    ];
    return figures.map((figure) => ({ ...figure, name: `${name}, ${figure.name}` }));
  } finally {
    await player.stop();
  }
}

function roundSeconds(order: readonly number[]): number {
  const secondsOf = (item: number): number => {
    const codec = files.find((file) => file.item === item)?.codec;
    if (codec === 'pdf') return PDF_SECONDS;
    return codec === 'png' ? IMAGE_SECONDS : FILM_FRAMES / RATE;
  };
  return order.reduce((sum, item) => sum + secondsOf(item), 0);
}

function faultFigures({ faults }: TransitionMeasure): Figure[] {
  return (['blank', 'unreadable', 'stale', 'wrong'] as const).map((kind) => ({
    name: kind,
    value: faults[kind],
    unit: '',
    aim: { atMost: 0 },
  }));
}

function freezeFigures({ freezes, floorMs, longestInnerMs }: TransitionMeasure): Figure[] {
  const oneFrame = Math.ceil(1000 / RATE);
  const all = [...freezes.values()].flat();
  return [
    { name: 'floor', value: floorMs, unit: 'ms' },
    { name: 'longest stand between boundaries, over the floor', value: longestInnerMs - floorMs, unit: 'ms' },
    {
      name: `boundaries beyond floor and one frame, of ${all.length}`,
      value: all.filter((length) => length > floorMs + oneFrame).length,
      unit: '',
    },
    ...[...freezes].flatMap(([kind, lengths]) => [
      { name: `${kind}, median over the floor`, value: median(lengths) - floorMs, unit: 'ms' },
      {
        name: `${kind}, maximum over the floor, of ${lengths.length}`,
        value: Math.max(...lengths) - floorMs,
        unit: 'ms',
        aim: { atMost: oneFrame },
      },
    ]),
  ];
}
