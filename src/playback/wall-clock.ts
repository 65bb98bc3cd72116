import type { ClockStatus, ClockVerdict } from '../shared/status.ts';

/**
 * Whether the machine's clock can be right, and what time it is: values and pure functions, the same for the player and
 * for the screen.
 *
 * A clock is wrong when it stands before the build's date, before the last time that a server confirmed, or more than a
 * minute away from what the server says. Any other clock is believed, without a server too.
 */

/** How far a machine's clock may be off the server's, ms. */
export const CLOCK_TOLERANCE_MS = 60_000;
/** A server's `Date` has whole seconds: a smaller change of what it says is none, ms. */
const SAME_TIME_MS = 2_000;
/** The confirmed time moves on in steps of an hour, so that it is seldom written, ms. */
const CONFIRM_STEP_MS = 3_600_000;
/** No player lives longer after its build: a server that says so is wrong itself, ms. */
const LONGEST_LIFE_MS = 30 * 365 * 86_400_000;

/** One moment by the machine: epoch ms of its clock, and monotonic ms. */
export interface MachineMoment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** What is known of the machine's clock; moments in epoch ms. */
export interface ClockFacts {
  readonly buildMs: number;
  /** The last time that a server confirmed, in this run or an earlier one; null: never. */
  readonly confirmedMs: number | null;
  /** The server's time at a monotonic moment, kept while the machine's clock is another; null: none is needed or known. */
  readonly serverTime: MachineMoment | null;
}

/** The time by which items are judged (epoch ms), and how sure it is. */
interface KnownTime {
  readonly verdict: ClockVerdict;
  readonly nowMs: number;
}

/** The facts of a player that has heard no server yet. */
export function createClockFacts(buildMs: number, confirmedMs: number | null): ClockFacts {
  return { buildMs, confirmedMs, serverTime: null };
}

/** What time it is at `machine`. The server's time goes on by the monotonic clock, whatever is done to the machine's. */
export function judgeClock(facts: ClockFacts, machine: MachineMoment): KnownTime {
  const { serverTime } = facts;
  const serverMs =
    serverTime === null ? null : serverTime.wallMs + machine.monotonicMs - serverTime.monotonicMs;
  if (serverMs !== null && Math.abs(serverMs - machine.wallMs) > CLOCK_TOLERANCE_MS) {
    return { verdict: 'corrected', nowMs: serverMs };
  }
  const verdict = machine.wallMs < earliestMs(facts) ? 'wrong' : 'right';
  return { verdict, nowMs: machine.wallMs };
}

/**
 * Takes in what the paired server says: `serverMs` at the moment `machine`. A server whose clock stands before this
 * build, or decades after it, has a wrong clock itself and changes nothing.
 */
export function learnServerTime(facts: ClockFacts, machine: MachineMoment, serverMs: number): ClockFacts {
  if (serverMs < facts.buildMs || serverMs > facts.buildMs + LONGEST_LIFE_MS) return facts;
  return {
    ...facts,
    confirmedMs: nextConfirmed(facts.confirmedMs, serverMs),
    serverTime: nextServerTime(facts, machine, serverMs),
  };
}

/** What of `facts` is told at `machine`. */
export function clockStatus(facts: ClockFacts, machine: MachineMoment): ClockStatus {
  const { verdict, nowMs } = judgeClock(facts, machine);
  return {
    verdict,
    earliestMs: earliestMs(facts),
    correctionMs: verdict === 'corrected' ? Math.round(nowMs - machine.wallMs) : null,
  };
}

/** The facts behind a status that was told at `machine`, for whoever has monotonic time of its own. */
export function clockFactsOf({ earliestMs, correctionMs }: ClockStatus, machine: MachineMoment): ClockFacts {
  return {
    buildMs: earliestMs,
    confirmedMs: null,
    serverTime: correctionMs === null ? null : { ...machine, wallMs: machine.wallMs + correctionMs },
  };
}

/** Two status that lead to the same decisions. */
export function isSameClock(one: ClockStatus, other: ClockStatus): boolean {
  const differenceMs = Math.abs((one.correctionMs ?? 0) - (other.correctionMs ?? 0));
  return one.verdict === other.verdict && one.earliestMs === other.earliestMs && differenceMs <= SAME_TIME_MS;
}

/** A clock that was within the tolerance when it was confirmed stays believed. */
function earliestMs({ buildMs, confirmedMs }: ClockFacts): number {
  return Math.max(buildMs, (confirmedMs ?? 0) - CLOCK_TOLERANCE_MS);
}

/** The server's word counts also when it is earlier: what was confirmed before was wrong then. */
function nextConfirmed(confirmedMs: number | null, serverMs: number): number {
  if (confirmedMs === null) return serverMs;
  const isStep = serverMs - confirmedMs >= CONFIRM_STEP_MS || confirmedMs - serverMs > CLOCK_TOLERANCE_MS;
  return isStep ? serverMs : confirmedMs;
}

function nextServerTime(facts: ClockFacts, machine: MachineMoment, serverMs: number): MachineMoment | null {
  if (Math.abs(serverMs - machine.wallMs) <= CLOCK_TOLERANCE_MS) return null;
  const known = judgeClock(facts, machine);
  const isKnown = known.verdict === 'corrected' && Math.abs(known.nowMs - serverMs) <= SAME_TIME_MS;
  return isKnown ? facts.serverTime : { wallMs: serverMs, monotonicMs: machine.monotonicMs };
}
