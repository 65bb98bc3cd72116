import type { DaypartWindow, PlanSlot } from '../shared/program.ts';
import type { WindowJudge } from './daypart.ts';

/**
 * The plan that all screens of a group follow: a pure function of the synchronised time and of the list, so that they need
 * not talk to each other. The round began at Unix time 0 and repeats after the sum of the lengths of the slots that are
 * open; where one opens or closes, the round of the others counts from that second on. Times are synchronised epoch ms.
 */
export interface PlannedTurn {
  /** The slot that is shown. */
  readonly key: string;
  readonly startMs: number;
  /** The end of its own slot. */
  readonly ownEndMs: number;
  /** From then on another one is shown: later than its own end where the slots behind it cannot be played here. */
  readonly endMs: number;
}

/** Reads the plan; it remembers what was open when, since judging windows costs. */
export interface PlanReader {
  /** What is shown at `atMs`; null: nothing can be. `canPlay` says which slots this player can show. */
  turnAt(
    slots: readonly PlanSlot[],
    atMs: number,
    isOpen: WindowJudge,
    canPlay: (key: string) => boolean,
  ): PlannedTurn | null;
}

/** Windows open and close at full seconds. */
const SECOND_MS = 1_000;
/** How far ahead an opening or closing is looked for: longer than the next item needs to be made ready. */
const LOOKED_AHEAD_SECONDS = 40;
const REMEMBERED_SECONDS = 120;

/** Makes a {@link PlanReader}. */
export function createPlanReader(): PlanReader {
  const openSlots = createOpenSlots();
  return {
    turnAt(slots, atMs, isOpen, canPlay) {
      const open = openSlots(slots, atMs, isOpen);
      const turn = turnOf(open, atMs, canPlay);
      if (turn === null) return null;
      for (let ahead = 1; ahead <= LOOKED_AHEAD_SECONDS; ahead += 1) {
        const second = Math.floor(atMs / SECOND_MS + ahead) * SECOND_MS;
        if (second >= turn.endMs) return turn;
        if (openSlots(slots, second, isOpen) !== open) return { ...turn, endMs: second };
      }
      return turn;
    },
  };
}

/** The turn at `atMs` of a round of `open` slots that goes on for ever. Pure. */
export function turnOf(
  open: readonly PlanSlot[],
  atMs: number,
  canPlay: (key: string) => boolean,
): PlannedTurn | null {
  const roundMs = open.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
  const playable = open.map(({ key }) => canPlay(key));
  if (roundMs <= 0 || !playable.includes(true)) return null;
  const roundStartMs = Math.floor(atMs / roundMs) * roundMs;
  const starts = startsOf(open);
  const here = starts.findLastIndex((startMs) => startMs <= atMs - roundStartMs);
  // Two rounds before and behind hold every neighbour that can be shown.
  const showing = nearest(playable, here, -1);
  const next = nearest(playable, here + 1, 1);
  const timeOf = (place: number): number => {
    const round = Math.floor(place / open.length);
    return roundStartMs + round * roundMs + (starts[place - round * open.length] ?? 0);
  };
  const slot = open[modulo(showing, open.length)];
  if (slot === undefined) return null;
  const startMs = timeOf(showing);
  return { key: slot.key, startMs, ownEndMs: startMs + slot.lengthMs, endMs: timeOf(next) };
}

/** The first place from `from` on, in the direction of `step`, that can be played; places go on beyond the round. */
function nearest(playable: readonly boolean[], from: number, step: 1 | -1): number {
  let place = from;
  while (playable[modulo(place, playable.length)] !== true) place += step;
  return place;
}

function startsOf(slots: readonly PlanSlot[]): readonly number[] {
  let sum = 0;
  return slots.map(({ lengthMs }) => {
    sum += lengthMs;
    return sum - lengthMs;
  });
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** Answers the open slots of a list by the full second; the very same array while the same ones are open. */
function createOpenSlots() {
  let list: readonly PlanSlot[] = [];
  let judge: WindowJudge | null = null;
  let known = new Map<number, readonly PlanSlot[]>();
  const sets = new Map<string, readonly PlanSlot[]>();

  return (slots: readonly PlanSlot[], atMs: number, isOpen: WindowJudge): readonly PlanSlot[] => {
    if (slots !== list || isOpen !== judge || known.size > REMEMBERED_SECONDS) known = new Map();
    if (slots !== list) sets.clear();
    list = slots;
    judge = isOpen;
    if (slots.every(({ window }) => window === null)) return slots;
    const second = Math.floor(atMs / SECOND_MS);
    const before = known.get(second);
    if (before !== undefined) return before;
    const asked = new Map<DaypartWindow, boolean>();
    const open = slots.filter(({ window }) => {
      if (window === null) return true;
      const answer = asked.get(window) ?? isOpen(window, second * SECOND_MS);
      asked.set(window, answer);
      return answer;
    });
    const name = open.map(({ key }) => key).join('\n');
    const same = sets.get(name) ?? open;
    sets.set(name, same);
    known.set(second, same);
    return same;
  };
}
