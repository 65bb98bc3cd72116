import type { PixelProof } from '../../src/shared/status.ts';
import type { Layer } from './layers/layer.ts';
import type { PixelSample } from './read-pixels.ts';

/** Brightness that nobody in front of a screen can tell from one that is off. */
const DARK_LUMA = 4;
const DARK_VARIANCE = 4;
/** An item that was once at least this bright is not meant to be black. */
const BRIGHT_LUMA = 12;
/** The noise of a decoder, as the mean difference of the cells. */
const SAME_CHANGE = 0.05;
/** So many looks in a row must agree before anything is done; a video may mean its darkness or its stillness longer. */
const LOOKS_FOR_IMAGE = 3;
const LOOKS_FOR_VIDEO = 6;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const lumaOf = ({ cells }: PixelSample): number => mean(cells);
const varianceOf = (sample: PixelSample): number => {
  const luma = lumaOf(sample);
  return mean(sample.cells.map((cell) => (cell - luma) ** 2));
};
const changeOf = (one: PixelSample, other: PixelSample): number =>
  mean(one.cells.map((cell, index) => Math.abs(cell - (other.cells[index] ?? 0))));

/** What is known when a look is judged. */
export interface PixelFacts {
  readonly now: PixelSample;
  /** The look before at the same item; null: there was none. */
  readonly before: PixelSample | null;
  /** The brightest that this item was seen, itself decoded for the purpose included: a black picture is meant to be black. */
  readonly brightestLuma: number;
  /** Whether its pictures ought to change: a video in its course. */
  readonly shouldMove: boolean;
  /** Whether the box of the item lies open on the stage. */
  readonly isLaidOut: boolean;
}

/** Says what one look shows. Pure. */
export function judgePixels(facts: PixelFacts): PixelProof {
  const { now, before, brightestLuma, shouldMove, isLaidOut } = facts;
  const [luma, variance] = [lumaOf(now), varianceOf(now)];
  const change = before === null ? null : changeOf(now, before);
  const isDark = luma <= DARK_LUMA && variance <= DARK_VARIANCE && brightestLuma >= BRIGHT_LUMA;
  const isStill = shouldMove && change !== null && change <= SAME_CHANGE;
  const verdict = isDark || !isLaidOut ? 'black' : isStill ? 'frozen' : 'playing';
  return { verdict, luma, variance, change };
}

/** What to do about what was seen: nothing, prepare the item again, or load the whole page again. */
type Remedy = 'none' | 'prepare' | 'reload';

export interface PixelWatch {
  /** Judges what the layer on the screen was read back as; null where pixels cannot be read (a web page, nothing). */
  look(
    layer: Layer | null,
    now: PixelSample | null,
  ): { readonly proof: PixelProof; readonly remedy: Remedy } | null;
}

const MOST_REMEMBERED = 1_000;

/**
 * Proves at each beat that what is shown has pixels that live. What looks wrong for long is
 * prepared again; when a fresh decoder looks wrong as well, the page is loaded again; after that the item is taken to be
 * meant that way, so that a film of a still picture is not restarted for ever.
 */
export function createPixelWatch(): PixelWatch {
  let source = '';
  let before: { readonly layer: Layer; readonly sample: PixelSample } | null = null;
  let brightestLuma = 0;
  let looksWrong = 0;
  const remedies = new Map<string, number>();

  function remedyFor(layer: Layer, verdict: PixelProof['verdict']): Remedy {
    looksWrong = verdict === 'playing' ? 0 : looksWrong + 1;
    const patience = layer.item.kind === 'video' ? LOOKS_FOR_VIDEO : LOOKS_FOR_IMAGE;
    if (looksWrong < patience) return 'none';
    looksWrong = 0;
    const tried = remedies.get(source) ?? 0;
    if (remedies.size >= MOST_REMEMBERED) remedies.clear();
    remedies.set(source, tried + 1);
    return tried === 0 ? 'prepare' : tried === 1 && verdict === 'black' ? 'reload' : 'none';
  }

  return {
    look(layer, now) {
      if (before?.layer !== layer) before = null;
      if (layer === null || now === null) return null;
      if (layer.item.source !== source) {
        source = layer.item.source;
        brightestLuma = 0;
        looksWrong = 0;
      }
      brightestLuma = Math.max(brightestLuma, lumaOf(now), lumaOf(layer.preparedSample() ?? now));
      const proof = judgePixels({
        now,
        before: before?.sample ?? null,
        brightestLuma,
        shouldMove: layer.isMoving(),
        isLaidOut: layer.element.isConnected && layer.element.style.visibility !== 'hidden',
      });
      before = { layer, sample: now };
      return { proof, remedy: remedyFor(layer, proof.verdict) };
    },
  };
}
