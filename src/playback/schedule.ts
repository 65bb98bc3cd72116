import type { DaypartWindow, Program, ProgramItem, ShuffleTurn } from '../shared/program.ts';
import { judgeWithoutDates, withoutDates, type WindowJudge } from './daypart.ts';
import type { PlannedTurn, PlanReader } from './group-plan.ts';
import { isQuarantined, quarantine, type Quarantine } from './quarantine.ts';
import { FIRST_TURN, nextInShuffle } from './shuffle.ts';

/**
 * What plays, what plays next and until when: values and pure functions, without a clock or a timer of their own.
 *
 * Boundaries lie on a timeline of monotonic milliseconds: the start of an item is the planned end of the one before,
 * not the moment at which a timer happened to fire, so that lateness never adds up.
 */
export interface Schedule {
  /** What the items come from; null: nothing was offered yet. */
  readonly program: Program | null;
  /** Takes over at the next boundary. */
  readonly pending: Program | null;
  /** The one item on the screen; null: standby. */
  readonly current: Showing | null;
  readonly quarantine: Quarantine;
}

/** One item's time on the screen. */
export interface Showing {
  readonly programId: string;
  readonly revision: number;
  readonly item: ProgramItem;
  /** The planned start, monotonic ms. */
  readonly startMs: number;
  /** The planned end, monotonic ms; null while a video's own length is not known. */
  readonly endMs: number | null;
  /** It was ended early: whatever becomes known of its media, it ends no later than this (monotonic ms). */
  readonly cutMs?: number;
  /** Somebody uses it: its time stands still since then (monotonic ms). */
  readonly heldSinceMs?: number;
  /** In a group: its own slot ends then (monotonic ms), and its last picture stands for what cannot be played here. */
  readonly ownEndMs?: number;
  /** In an order by chance: its place in the round. */
  readonly turn?: ShuffleTurn;
}

/** The two times that decisions need: `monotonicMs` for the plan, `wallMs` (epoch ms) for dayparting. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
  readonly isOpen: WindowJudge;
  /** Nobody knows the date: first and last moments of items limit nothing. Absent: the clock is believed. */
  readonly isDateUnknown?: boolean;
  /** The source of a picture that stands whole on the screen: it needs no preparing, so its failures do not count. */
  readonly visibleSource?: string | null;
  /** The sources of items that are not ready in time: the round goes on without them, but for what is visible. */
  readonly passedOver?: ReadonlySet<string>;
  /** Reads the plan of a group, by whose synchronised time `wallMs` goes then. */
  readonly plan?: PlanReader;
}

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

/** The item that {@link advance} would show now; null: none can play. */
export function peekNext(schedule: Schedule, moment: Moment): ProgramItem | null {
  const program = programAt(schedule, moment);
  if (program === null) return null;
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
  const next = planned === undefined ? nextInOrder(schedule, program, moment) : null;
  if (next === null) return { ...moved, current: null };
  const startMs = startAfter(schedule.current, moment.monotonicMs);
  const { durationMs } = next.item;
  const endMs = durationMs === null ? null : startMs + durationMs;
  return { ...moved, current: { programId, revision, ...next, startMs, endMs } };
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
  if (planned === undefined) return schedule;
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
  if (program === null || program.items.length === 0) return LONGEST_STANDBY_MS;
  const toFullSecond = 1000 - (moment.wallMs % 1000);
  for (let ahead = toFullSecond; ahead < LONGEST_STANDBY_MS; ahead += 1000) {
    const then = momentAt(moment, moment.monotonicMs + ahead);
    if (program.items.some((item) => canPlay(item, schedule.quarantine, then))) return ahead;
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

function canPlay(item: ProgramItem, quarantined: Quarantine, moment: Moment): boolean {
  return isReadyFor(item, quarantined, moment) && isOpenAt(item.window, moment);
}

/** Whether nothing but its window speaks against an item. */
function isReadyFor({ source }: ProgramItem, quarantined: Quarantine, moment: Moment): boolean {
  if (source === moment.visibleSource) return true;
  const isLate = moment.passedOver?.has(source) === true;
  return !isLate && !isQuarantined(quarantined, source, moment.monotonicMs);
}

function isOpenAt(window: DaypartWindow | null, { isOpen, wallMs, isDateUnknown }: Moment): boolean {
  return isOpen(isDateUnknown === true ? withoutDates(window) : window, wallMs);
}

function startAfter(current: Showing | null, nowMs: number): number {
  const plannedMs = current?.endMs ?? nowMs;
  return Math.abs(nowMs - plannedMs) <= LATENESS_ABSORBED_MS ? plannedMs : nowMs;
}

/** The next item that can play, in the order of the list or by chance. */
function nextInOrder(
  schedule: Schedule,
  program: Program,
  moment: Moment,
): Pick<Showing, 'item' | 'turn'> | null {
  const isPlayable = (item: ProgramItem): boolean => canPlay(item, schedule.quarantine, moment);
  if (program.shuffle !== undefined) return nextByChance(schedule, program, program.shuffle, isPlayable);
  const start = firstIndex(schedule, program);
  for (let step = 0; step < program.items.length; step += 1) {
    const item = program.items[(start + step) % program.items.length];
    if (item !== undefined && isPlayable(item)) return { item };
  }
  return null;
}

/** A start goes on with the item that was on the screen, in the middle of its round; another list goes on in the round of the one before. */
function nextByChance(
  { current }: Schedule,
  { items, resumeAt }: Program,
  { seed, turn: resumed }: NonNullable<Program['shuffle']>,
  isPlayable: (item: ProgramItem) => boolean,
): Pick<Showing, 'item' | 'turn'> | null {
  if (current !== null) {
    const turn = current.turn ?? { ...FIRST_TURN, place: current.item.key };
    return nextInShuffle(items, seed, { turn, item: current.item }, isPlayable);
  }
  const item = items.find(({ key }) => key === resumeAt) ?? null;
  const turn = resumed ?? { ...FIRST_TURN, place: item?.key ?? null };
  return item !== null && isPlayable(item)
    ? { item, turn }
    : nextInShuffle(items, seed, { turn, item }, isPlayable);
}

/** Where the search for the next item begins. */
function firstIndex({ program: running, current }: Schedule, program: Program): number {
  const resumed = program.items.findIndex((item) => item.key === program.resumeAt);
  if (current === null) return Math.max(0, resumed);
  if (current.programId === program.id) return indexAfter(current, running, program);
  return resumed >= 0 ? resumed : indexBehindStanding(current, running, program);
}

/** After the current item; when a revision has dropped it, after the nearest item before it that is still there. */
function indexAfter(current: Showing, running: Program | null, program: Program): number {
  const before = running?.items ?? [];
  const at = before.findIndex((item) => item.key === current.item.key);
  const alive = before
    .slice(0, at + 1)
    .map((item) => program.items.findIndex((other) => other.key === item.key))
    .filter((index) => index >= 0)
    .at(-1);
  if (alive !== undefined) return alive + 1;
  const same = indexOfSame(current.item, Math.max(0, at), program);
  return same === null ? 0 : same + 1;
}

/**
 * Where another list goes on: behind the item that stands, found by its content, else by its id, else by its place. A
 * list whose text changes at each poll would never get past its first items otherwise.
 */
function indexBehindStanding({ item }: Showing, running: Program | null, program: Program): number {
  const place = Math.max(0, running?.items.findIndex(({ key }) => key === item.key) ?? 0);
  const next = (indexOfSame(item, place, program) ?? place) + 1;
  return next < program.items.length ? next : 0;
}

/** The item with the same content, the one nearest to `place`; else that with the same id. */
function indexOfSame({ source, id }: ProgramItem, place: number, { items }: Program): number | null {
  const [nearest] = items
    .flatMap((other, index) => (other.source === source ? [index] : []))
    .sort((one, other) => Math.abs(one - place) - Math.abs(other - place));
  const sameId = items.findIndex((other) => other.id === id);
  return nearest ?? (sameId >= 0 ? sameId : null);
}
