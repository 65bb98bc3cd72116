import { momentAt, peekNext, type Moment, type Schedule } from '../../src/playback/schedule.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import { isSameMedia } from '../../src/playback/same-media.ts';
import { nextSwap, type LayerSwap, type MediaState } from './layer-swaps.ts';

/** What a stage does next, and when (monotonic ms). */
export type NextStep =
  /** It cannot be told yet: a video's own length is not known. */
  | { readonly kind: 'wait' }
  /** Nothing can play from then on. */
  | { readonly kind: 'standby'; readonly atMs: number }
  /** The picture on the screen is the next item, too. */
  | { readonly kind: 'stay'; readonly atMs: number; readonly item: ProgramItem }
  /** A layer with `item` takes the place of the one on the screen. */
  | { readonly kind: 'change'; readonly cut: LayerSwap; readonly item: ProgramItem };

/** What the decision is made of. */
export interface StepFacts {
  readonly schedule: Schedule;
  /** What is on the screen; null: the standby screen. */
  readonly visibleItem: ProgramItem | null;
  /** How long ago it was loaded, or tried to be, ms. */
  readonly loadedMsAgo: number;
  readonly media: MediaState;
  readonly now: Moment;
}

/** A web page that stays on the screen is loaded anew at the first boundary after this long. */
const REFRESH_PAGE_MS = 300_000;

/** What has a beginning and an end of its own. */
const RUNS: ReadonlySet<ProgramItem['kind']> = new Set(['video', 'audio', 'stream']);

/** Decides what comes next. Pure. */
export function nextStep(facts: StepFacts): NextStep {
  const { schedule, media, now } = facts;
  const cut = nextSwap(schedule.current, media, now.monotonicMs);
  if (cut === null) return { kind: 'wait' };
  const item = itemAfter(facts, cut);
  if (item === null) return { kind: 'standby', atMs: cut.atMs };
  if (cut.kind === 'next' && staysAsItIs(facts, item)) return { kind: 'stay', atMs: cut.atMs, item };
  return { kind: 'change', cut, item };
}

function itemAfter(facts: StepFacts, cut: LayerSwap): ProgramItem | null {
  if (cut.kind === 'again') return facts.schedule.current?.item ?? null;
  return peekNext(facts.schedule, stepMoment(facts, cut.atMs));
}

/** The moment of a step, for the schedule: what stands whole on the screen needs no preparing, so its failures do not count. */
export function stepMoment({ now, visibleItem, media }: StepFacts, atMs: number): Moment {
  const stands = visibleItem !== null && !RUNS.has(visibleItem.kind) && !media.mustRestart && !media.isBroken;
  return { ...momentAt(now, atMs), visibleSource: stands ? visibleItem.source : null };
}

/** What does not move on its own is never loaded again; a web page is, now and then, once it is ready. */
function staysAsItIs({ visibleItem, loadedMsAgo, now, media }: StepFacts, item: ProgramItem): boolean {
  if (visibleItem === null || !isSameMedia(item, visibleItem)) return false;
  // A stream without an end goes on.
  if (item.kind === 'stream') return media.endMs === null && !media.isBroken;
  if (RUNS.has(item.kind)) return false;
  return item.kind !== 'web' || loadedMsAgo < REFRESH_PAGE_MS || now.passedOver?.has(item.source) === true;
}
