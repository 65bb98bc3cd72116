import { isPendingDue, peekNext, type Moment, type Schedule } from './schedule.ts';
import { isSameMedia } from './same-media.ts';
import { allItems } from './stand-ins.ts';
import { withoutDates } from './daypart.ts';
import type { Program, ProgramItem } from '../shared/program.ts';

/** What a pending program means for the item on the screen. */
type Change =
  /** Nothing that could not wait for the item's end. */
  | 'none'
  /** It has the item still. */
  | 'held'
  /** It has the item no more, or another file behind it. */
  | 'withdrawn';

/** Since when changes wait, and when the last boundary was made for one (monotonic ms). Made by {@link createChangeWait}. */
export interface ChangeWait {
  /** The oldest program that is not on the screen yet came then; null: none waits. */
  readonly pendingSinceMs: number | null;
  /** What is on the screen is withdrawn since then; null: it is not. */
  readonly withdrawnSinceMs: number | null;
  readonly lastCutMs: number | null;
}

/** A playlist that changes every few seconds makes a boundary at most this often. */
export const CUTS_APART_MS = 10_000;
/** A video that ends within this time ends by itself. */
export const VIDEO_ENDS_WITHIN_MS = 30_000;
/**
 * What was withdrawn leaves for standby after this long when nothing else could be made ready. With the second in which the
 * stage looks and the usual transition it is gone within five.
 */
export const WITHDRAWN_STANDS_MS = 3_000;

/** Nothing waits. */
export function createChangeWait(): ChangeWait {
  return { pendingSinceMs: null, withdrawnSinceMs: null, lastCutMs: null };
}

/** Notes what the schedule offers now: a newer program never makes an older one's wait begin anew. */
export function noteChange(wait: ChangeWait, schedule: Schedule, moment: Moment): ChangeWait {
  const change = changeOf(schedule, moment);
  const since = (before: number | null): number => before ?? moment.monotonicMs;
  return {
    ...wait,
    pendingSinceMs: change === 'none' ? null : since(wait.pendingSinceMs),
    withdrawnSinceMs: change === 'withdrawn' ? since(wait.withdrawnSinceMs) : null,
  };
}

/** When a boundary is made because of what is pending, monotonic ms; null: the item's own end is soon enough. */
export function changeCutAt(
  wait: ChangeWait,
  schedule: Schedule,
  moment: Moment,
  longestWaitMs: number,
): number | null {
  const { current } = schedule;
  if (current === null || wait.pendingSinceMs === null) return null;
  const earliestMs = wait.lastCutMs === null ? -Infinity : wait.lastCutMs + CUTS_APART_MS;
  if (wait.withdrawnSinceMs !== null) return Math.max(wait.withdrawnSinceMs, earliestMs);
  // Nobody is pushed away from a page for a list that has it still.
  if (current.heldSinceMs !== undefined) return null;
  const cutMs = Math.max(wait.pendingSinceMs + longestWaitMs, earliestMs);
  if (current.item.kind === 'video') {
    if (current.endMs !== null && current.endMs - cutMs <= VIDEO_ENDS_WITHIN_MS) return null;
    // It would begin again with the picture that it began with.
    const next = peekNext(schedule, moment);
    if (next !== null && isSameMedia(next, current.item)) return null;
  }
  return cutMs;
}

function changeOf(schedule: Schedule, moment: Moment): Change {
  const { current, pending } = schedule;
  if (current === null || pending === null || !isPendingDue(schedule, moment)) return 'none';
  const { item, programId } = current;
  if (allItems(pending).some((other) => isSameMedia(other, item) && isOpen(other, moment))) {
    return pending.id === programId ? 'none' : 'held';
  }
  // A revision of the same playlist lacks what cannot be read just now: that is nobody's withdrawal.
  return pending.id === programId && !hasOtherFile(pending, item) ? 'none' : 'withdrawn';
}

function hasOtherFile(program: Program, item: ProgramItem): boolean {
  return allItems(program).some((other) => other.key === item.key && !isSameMedia(other, item));
}

function isOpen({ window }: ProgramItem, { isOpen: judge, wallMs, isDateUnknown }: Moment): boolean {
  return judge(isDateUnknown === true ? withoutDates(window) : window, wallMs);
}
