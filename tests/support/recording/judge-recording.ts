import type { PictureCode } from './picture-code.ts';
import type { Recording, Sample } from './record-screen.ts';

/** One item's time on the screen, as it was seen. */
export interface Seen {
  readonly item: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly fromMs: number;
  readonly untilMs: number;
  /** How long its last picture stood, and its first, ms. */
  readonly lastFrameMs: number;
  readonly firstFrameMs: number;
  /** How long each picture stood, the first and the last included. */
  readonly frames: readonly { readonly frame: number; readonly lengthMs: number }[];
}

/** A stretch of the recording in which something is wrong. */
export interface Fault {
  readonly kind: 'blank' | 'unreadable' | 'stale' | 'wrong';
  readonly atMs: number;
  readonly lengthMs: number;
}

export interface Judgement {
  /** What was shown, in order. The first and the last may be cut off by the recording. */
  readonly seen: readonly Seen[];
  readonly faults: readonly Fault[];
}

/** A recorder that did not look for longer could have missed a flash, ms. */
const BLIND_MS = 50;
const BEFORE_MS = 100;
const AFTER_MS = 150;

/** The showings into which the recorder saw the way: all around their start it paused for no longer than `blindMs`. */
export function wellSeen({ samples }: Recording, seen: readonly Seen[], blindMs = BLIND_MS): readonly Seen[] {
  const blind = samples.filter(({ atMs }, index) => atMs - (samples[index - 1]?.atMs ?? atMs) > blindMs);
  return seen
    .slice(1)
    .filter(({ fromMs }) => !blind.some(({ atMs }) => atMs > fromMs - BEFORE_MS && atMs < fromMs + AFTER_MS));
}

interface Run {
  readonly code: PictureCode | null;
  readonly isCovered: boolean;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Judges a recording against the items that should come, in this order, again and again.
 *
 * `blank`: something that belongs to no item is to be seen. `unreadable`: a mixture of items, which a cut must not show.
 * `stale`: an item that has left, or a frame of the one to come that is not its first. `wrong`: any other order.
 */
export function judgeRecording(recording: Recording, order: readonly number[]): Judgement {
  const runs = toRuns(recording.samples);
  const uncovered = runs.filter((run) => !run.isCovered).map((run) => faultOf('blank', run));
  const unreadable = runs
    .filter((run) => run.isCovered && run.code === null)
    .map((run) => faultOf('unreadable', run));
  const seen = toSeen(runs);
  return { seen, faults: [...uncovered, ...unreadable, ...outOfOrder(seen, order)] };
}

function toRuns(samples: readonly Sample[]): Run[] {
  const runs: { code: PictureCode | null; isCovered: boolean; fromMs: number; untilMs: number }[] = [];
  for (const { code, isCovered, atMs } of samples) {
    const open = runs.at(-1);
    if (open !== undefined) open.untilMs = atMs;
    const isSame =
      open?.isCovered === isCovered && open.code?.item === code?.item && open.code?.frame === code?.frame;
    if (!isSame) runs.push({ code, isCovered, fromMs: atMs, untilMs: atMs });
  }
  return runs;
}

const faultOf = (kind: Fault['kind'], { fromMs, untilMs }: Pick<Run, 'fromMs' | 'untilMs'>): Fault => ({
  kind,
  atMs: Math.round(fromMs),
  lengthMs: Math.round(untilMs - fromMs),
});

/** Puts the frames of one showing together: it ends where the item changes or its frames go back. */
function toSeen(runs: readonly Run[]): Seen[] {
  const seen: { -readonly [Field in keyof Seen]: Seen[Field] }[] = [];
  for (const { code, fromMs, untilMs } of runs) {
    if (code === null) continue;
    const open = seen.at(-1);
    const lengthMs = untilMs - fromMs;
    if (open?.item === code.item && open.lastFrame <= code.frame) {
      const frames = [...open.frames, { frame: code.frame, lengthMs }];
      Object.assign(open, { lastFrame: code.frame, untilMs, lastFrameMs: lengthMs, frames });
      continue;
    }
    const own = { item: code.item, fromMs, untilMs, lastFrameMs: lengthMs, firstFrameMs: lengthMs };
    const frames = [{ frame: code.frame, lengthMs }];
    seen.push({ ...own, firstFrame: code.frame, lastFrame: code.frame, frames });
  }
  return seen;
}

/** Follows the order from whatever came first, and takes a foreign showing out before it goes on. */
function outOfOrder(seen: readonly Seen[], order: readonly number[]): Fault[] {
  const first = seen[0];
  if (first === undefined) return [];
  const faults: Fault[] = [];
  // An item may stand in the order more than once: of its places, the one that fits what follows best counts.
  let place = bestStart(seen, order);
  for (const showing of seen.slice(1)) {
    const next = (place + 1) % order.length;
    if (showing.item === order[next]) {
      place = next;
      continue;
    }
    const isOld = showing.item === order[place] || showing.item === order.at(place - 1);
    faults.push(faultOf(isOld ? 'stale' : 'wrong', showing));
  }
  return faults;
}

function bestStart(seen: readonly Seen[], order: readonly number[]): number {
  const fit = (start: number): number =>
    seen.slice(0, order.length).filter(({ item }, step) => item === order[(start + step) % order.length])
      .length;
  const places = order.map((_, place) => place).filter((place) => order[place] === seen[0]?.item);
  return places.reduce((best, place) => (fit(place) > fit(best) ? place : best), places[0] ?? 0);
}
