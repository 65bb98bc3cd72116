import type { Program, ProgramItem } from '../shared/program.ts';
import { judgeWithoutDates } from './daypart.ts';
import type { PlannedTurn } from './group-plan.ts';
import type { Moment } from './moment.ts';
import { canPlay, isOpenAt, isReadyFor } from './playable.ts';
import { quarantine } from './quarantine.ts';
import { nextInOrder } from './next-in-order.ts';
import { isSameMedia } from './same-media.ts';
import type { Schedule, Showing } from './schedule.types.ts';
import { allItems, isStandIn, nextStandIn } from './stand-ins.ts';

export type { Moment } from './moment.ts';
export type { Schedule, Showing } from './schedule.types.ts';

/*
 * What plays, what plays next and until when: values and pure functions, without a clock or a timer of their own.
 *
 * Boundaries lie on a timeline of monotonic milliseconds: the start of an item is the planned end of the one before,
 * not the moment at which a timer happened to fire, so that lateness never adds up.
 */

/** A boundary that is missed by more than this starts the plan anew, instead of hurrying after it. */
export const LATENESS_ABSORBED_MS = 250;

/** A boundary is computed on two timelines: this much before it, it has come already. */
const PLAN_TOLERANCE_MS = 2;

/** While nothing can play, this is the longest time until the next look: a jump of the clock is noticed by then. */
const LONGEST_STANDBY_MS = 60_000;

/** A schedule to which nothing was offered yet. */
export function createSchedule(): Schedule {
  return { program: null, pending: null, current: null, quarantine: new Map() };
}

/**
 * Offers a program. It waits for the next boundary, or for the next {@link advance} when nothing plays. The same id
 * with a revision that is not higher changes nothing; null (nothing is paired any more) ends everything at once.
 */
export function offerProgram(schedule: Schedule, program: Program | null): Schedule {
  if (program === null) return createSchedule();
  const newest = schedule.pending ?? schedule.program;
  if (newest?.id === program.id && program.revision <= newest.revision) return schedule;
  const back = schedule.program?.id === program.id && schedule.program.revision >= program.revision;
  return { ...schedule, pending: back ? null : program };
}

/** The item that {@link advance} would show now: one of the list, else what stands in for it; null: none can play. */
export function peekNext(schedule: Schedule, moment: Moment): ProgramItem | null {
  const program = programAt(schedule, moment);
  if (program === null) return null;
  return ownItemOf(schedule, program, moment) ?? standInOf(schedule, program, moment);
}

/** What stands in for the list. */
function standInOf(
  { current, quarantine: quarantined }: Schedule,
  program: Program,
  moment: Moment,
): ProgramItem | null {
  return nextStandIn(program, current?.item ?? null, (item) => canPlay(item, quarantined, moment));
}

/** The next item of the program's own list; null: none can play. */
function ownItemOf(schedule: Schedule, program: Program, moment: Moment): ProgramItem | null {
  const planned = plannedItem(schedule, program, moment);
  if (planned !== undefined) return planned?.item ?? null;
  return nextInOrder(schedule, program, moment)?.item ?? null;
}

/**
 * Crosses a boundary: the pending program takes over, and the next item that can play begins. Its start is the planned
 * end of the current one, unless that lies too far from now (a late preload, a suspended machine, an item cut short).
 */
export function advance(schedule: Schedule, moment: Moment): Schedule {
  const program = programAt(schedule, moment);
  const moved = { ...schedule, program, pending: program === schedule.pending ? null : schedule.pending };
  if (program === null) return { ...moved, current: null };
  const { id: programId, revision } = program;
  const planned = plannedItem(schedule, program, moment);
  if (planned) return { ...moved, current: { programId, revision, ...planned } };
  const listed = planned === undefined ? nextInOrder(schedule, program, moment) : null;
  const next = listed ?? inPlaceOf(schedule.current, standInOf(schedule, program, moment));
  if (next === null) return { ...moved, current: null };
  const startMs = startAfter(schedule.current, moment.monotonicMs);
  const { durationMs } = next.item;
  const endMs = durationMs === null ? null : startMs + durationMs;
  return { ...moved, current: { programId, revision, ...next, startMs, endMs } };
}

/** What stands in for a list keeps its place in an order by chance. */
function inPlaceOf(current: Showing | null, item: ProgramItem | null): Pick<Showing, 'item' | 'turn'> | null {
  if (item === null) return null;
  return current?.turn === undefined ? { item } : { item, turn: current.turn };
}

/** `now`, or the later moment at `monotonicMs`, both clocks moved alike. */
export function momentAt(now: Moment, monotonicMs: number): Moment {
  const aheadMs = Math.max(0, monotonicMs - now.monotonicMs);
  return { ...now, monotonicMs: now.monotonicMs + aheadMs, wallMs: now.wallMs + aheadMs };
}

/**
 * Lets the current item of a group end when the plan says so now: the synchronised time is kept right while it is shown, and
 * what comes next may turn out to be playable, or not.
 */
export function followPlan(schedule: Schedule, moment: Moment): Schedule {
  const { program, current } = schedule;
  if (program === null || current === null || current.cutMs !== undefined) return schedule;
  if (current.programId !== program.id) return schedule;
  // It may be on its way to the screen before its time.
  const then = momentAt(moment, current.startMs);
  const planned = plannedItem(schedule, program, then);
  if (planned === undefined || (planned === null && isStandIn(program, current.item))) return schedule;
  const isSame =
    planned?.item.key === current.item.key &&
    Math.abs(planned.startMs - current.startMs) <= LATENESS_ABSORBED_MS;
  if (isSame) return { ...schedule, current: { ...current, ...planned, item: current.item } };
  const endMs = Math.min(current.endMs ?? Infinity, moment.monotonicMs);
  return { ...schedule, current: { ...current, endMs } };
}

/** Whether the window of the current item has closed while it is shown, by the hour or because a clock was set. */
export function hasClosed({ current }: Schedule, moment: Moment): boolean {
  return current !== null && !isOpenAt(current.item.window, moment);
}

/**
 * Whether something stands on the screen in the place of the list, of which an item can play now. What failed before is tried
 * again only when its place has come to its end.
 */
export function isOverruled(schedule: Schedule, moment: Moment): boolean {
  const { program, current } = schedule;
  if (program === null || current === null || !isStandIn(program, current.item)) return false;
  const passedOver = new Set([...(moment.passedOver ?? []), ...schedule.quarantine.keys()]);
  return ownItemOf(schedule, program, { ...moment, passedOver }) !== null;
}

/** Whether an item that was late may still come to the screen. */
export function mayCome(schedule: Schedule, item: ProgramItem, moment: Moment): boolean {
  const program = schedule.pending ?? schedule.program;
  const isItem = (one: ProgramItem): boolean => isSameMedia(one, item) && isOpenAt(one.window, moment);
  return program !== null && allItems(program).some(isItem);
}

/** Says when the current item will end, once a video's own length is known (monotonic ms). */
export function endCurrentAt(schedule: Schedule, endMs: number): Schedule {
  const { current } = schedule;
  if (current === null) return schedule;
  return { ...schedule, current: { ...current, endMs: Math.min(endMs, current.cutMs ?? Infinity) } };
}

/** Ends the current item early, at `cutMs` (monotonic): its media's own end does not move that any more. */
export function cutCurrentAt(schedule: Schedule, cutMs: number): Schedule {
  const { current } = schedule;
  if (current === null) return schedule;
  return { ...schedule, current: { ...current, cutMs, endMs: Math.min(cutMs, current.endMs ?? Infinity) } };
}

/** Somebody uses the current item: it has no end until {@link resumeCurrent}, whoever cuts it short. */
export function holdCurrent(schedule: Schedule, nowMs: number): Schedule {
  const { current } = schedule;
  if (current === null || current.heldSinceMs !== undefined) return schedule;
  return { ...schedule, current: { ...current, heldSinceMs: nowMs } };
}

/** Nobody uses the current item any more: what was left of its time begins now, and is at least `leastMs`. */
export function resumeCurrent(schedule: Schedule, nowMs: number, leastMs: number): Schedule {
  const { current } = schedule;
  if (current?.heldSinceMs === undefined) return schedule;
  const { heldSinceMs, ...showing } = current;
  if (showing.endMs === null) return { ...schedule, current: showing };
  const leftMs = Math.max(leastMs, showing.endMs - heldSinceMs);
  const endMs = Math.min(nowMs + leftMs, showing.cutMs ?? Infinity);
  return { ...schedule, current: { ...showing, endMs } };
}

/** Nothing is on the screen for a while; what was there is where its program goes on. */
export function pauseAtCurrent(schedule: Schedule): Schedule {
  const { program, current } = schedule;
  if (program === null || current === null) return { ...schedule, current: null };
  const { item, turn } = current;
  const shuffle = program.shuffle && turn ? { shuffle: { ...program.shuffle, turn } } : {};
  return { ...schedule, program: { ...program, ...shuffle, resumeAt: item.key }, current: null };
}

/** Keeps an item that could not play out of the next rounds, longer each time. */
export function markFailed(schedule: Schedule, item: ProgramItem, monotonicMs: number): Schedule {
  return { ...schedule, quarantine: quarantine(schedule.quarantine, item.source, monotonicMs) };
}

/** Forgets the failures of an item that plays. */
export function markShown(schedule: Schedule, item: ProgramItem): Schedule {
  if (!schedule.quarantine.has(item.source)) return schedule;
  const left = new Map(schedule.quarantine);
  left.delete(item.source);
  return { ...schedule, quarantine: left };
}

/**
 * How long to wait in standby until something can play: exact to the second within the next minute, else a minute, so
 * that a clock that is set in between is noticed.
 */
export function standbyMs(schedule: Schedule, moment: Moment): number {
  const program = schedule.pending ?? schedule.program;
  const items = program === null ? [] : allItems(program);
  if (items.length === 0) return LONGEST_STANDBY_MS;
  const toFullSecond = 1000 - (moment.wallMs % 1000);
  for (let ahead = toFullSecond; ahead < LONGEST_STANDBY_MS; ahead += 1000) {
    const then = momentAt(moment, moment.monotonicMs + ahead);
    if (items.some((item) => canPlay(item, schedule.quarantine, then))) return ahead;
  }
  return LONGEST_STANDBY_MS;
}

/** The program that plays at `moment`: one that waits may not take over before its time, while another plays. */
function programAt(schedule: Schedule, moment: Moment): Program | null {
  const { pending, program, current } = schedule;
  const isTooEarly = program !== null && current !== null && !isPendingDue(schedule, moment);
  return isTooEarly ? program : (pending ?? program);
}

/** Whether the pending program may take over: in a group it has a time of its own, which is that of the other screens. */
export function isPendingDue({ pending }: Schedule, { plan, wallMs }: Moment): boolean {
  const fromMs = plan === undefined ? null : (pending?.group?.fromMs ?? null);
  return fromMs === null || wallMs + PLAN_TOLERANCE_MS >= fromMs;
}

type PlannedShowing = Pick<Showing, 'item' | 'startMs' | 'ownEndMs'> & { readonly endMs: number };

/** The item that the plan of a group shows at `moment`; null: none can play. Undefined: there is no plan. */
function plannedItem(
  schedule: Schedule,
  program: Program,
  moment: Moment,
): PlannedShowing | null | undefined {
  const { group, items } = program;
  if (group === undefined || moment.plan === undefined) return undefined;
  const byKey = new Map(items.map((item) => [item.key, item]));
  const isPlayable = (key: string): boolean => {
    const item = byKey.get(key);
    return item !== undefined && isReadyFor(item, schedule.quarantine, moment);
  };
  const atMs = moment.wallMs + PLAN_TOLERANCE_MS;
  const isOpen = moment.isDateUnknown === true ? judgeWithoutDates(moment.isOpen) : moment.isOpen;
  const turn = moment.plan.turnAt(group.slots, atMs, isOpen, isPlayable);
  const item = turn === null ? undefined : byKey.get(turn.key);
  return turn === null || item === undefined ? null : { item, ...onTimeline(turn, moment) };
}

/** The times of a turn on the monotonic timeline. */
function onTimeline({ startMs, ownEndMs, endMs }: PlannedTurn, { wallMs, monotonicMs }: Moment) {
  const aheadMs = monotonicMs - wallMs;
  return { startMs: startMs + aheadMs, ownEndMs: ownEndMs + aheadMs, endMs: endMs + aheadMs };
}

function startAfter(current: Showing | null, nowMs: number): number {
  const plannedMs = current?.endMs ?? nowMs;
  return Math.abs(nowMs - plannedMs) <= LATENESS_ABSORBED_MS ? plannedMs : nowMs;
}
