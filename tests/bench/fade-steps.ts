import type { CodedFile } from '../support/recording/coded-media.ts';
import { blocksOf } from '../support/recording/picture-code.ts';
import type { Recording, Sample } from '../support/recording/record-screen.ts';

/** How many different mixtures of two items were seen while one faded into the other. */
export interface FadeSteps {
  readonly kind: 'video→video' | 'video→still' | 'still→video' | 'still→still';
  readonly steps: number;
}

/** An item alone is black and white, give or take what compression does to it. */
const PURE_BLACK = 8;
const PURE_WHITE = 247;

/** Counts the steps of each fade in a recording. */
export function countFadeSteps({ samples }: Recording, files: readonly CodedFile[]): FadeSteps[] {
  const fades: FadeSteps[] = [];
  let before: number | null = null;
  for (const [index, { code }] of samples.entries()) {
    if (code === null) continue;
    if (before !== null && before !== code.item) {
      fades.push({
        kind: kindOf(before, code.item, files),
        steps: stepsAround(samples, index, blockThatTells(before, code.item)),
      });
    }
    before = code.item;
  }
  return fades;
}

function kindOf(from: number, to: number, files: readonly CodedFile[]): FadeSteps['kind'] {
  const nameOf = (item: number): 'video' | 'still' =>
    (files.find((file) => file.item === item)?.frames ?? 1) > 1 ? 'video' : 'still';
  return `${nameOf(from)}→${nameOf(to)}`;
}

/** A block that is white in one item and black in the other tells the mixture, whatever frames the items show. */
function blockThatTells(from: number, to: number): number {
  const [one, other] = [blocksOf({ item: from, frame: 0 }), blocksOf({ item: to, frame: 0 })];
  return one.findIndex((isWhite, place) => isWhite !== other[place]);
}

/** The different levels of a block in the stretch around a sample in which it is neither black nor white. */
function stepsAround(samples: readonly Sample[], index: number, block: number): number {
  const levels = new Set<number>();
  const take = (at: number): boolean => {
    const level = samples[at]?.levels[block];
    if (level === undefined || level <= PURE_BLACK || level >= PURE_WHITE) return false;
    levels.add(level);
    return true;
  };
  let until = index;
  while (take(until)) until += 1;
  let from = index - 1;
  while (take(from)) from -= 1;
  return levels.size;
}
