import {
  narrow,
  nextAskMs,
  type DateSample,
  type Drift,
  type OffsetBounds,
} from '../../playback/second-turn.ts';
import { wait, type Clock } from '../../shared/clock.ts';
import type { Result } from '../../shared/result.ts';

/** What one search has to go by. */
export interface TurnSearch {
  readonly clock: Clock;
  /** Asks the server once, over a connection that is kept. */
  readonly ask: (signal: AbortSignal) => Promise<Result<DateSample>>;
  readonly drift: Drift;
  readonly signal: AbortSignal;
}

/** So many small requests find the turn of a second on any network on which it can be found. */
const MOST_ASKED = 15;
/** Bounds that are closer than this need no further request, ms. */
const CLOSE_MS = 4;
/** They cannot come much closer than an answer is under way. */
const CLOSE_BY_ROUND_TRIP = 1.2;

/** Finds the moment at which the server's second turns; null when it does not answer or tells no time. */
export async function findTurn(known: OffsetBounds | null, search: TurnSearch): Promise<OffsetBounds | null> {
  const { clock, ask, drift, signal } = search;
  let bounds = known;
  let answers = 0;
  let shortestMs = Infinity;
  for (let asked = 0; asked < MOST_ASKED && !signal.aborted; asked += 1) {
    const roundTripMs = Number.isFinite(shortestMs) ? shortestMs : 0;
    const atMs = nextAskMs(bounds, clock.monotonic(), roundTripMs);
    if (!(await wait(clock, atMs - clock.monotonic(), signal))) return null;
    const answer = await ask(signal);
    if (!answer.ok) return answers > 0 ? bounds : null;
    answers += 1;
    shortestMs = Math.min(shortestMs, answer.value.receivedMs - answer.value.sentMs);
    bounds = narrow(bounds, answer.value, drift);
    if (bounds.highMs - bounds.lowMs <= Math.max(CLOSE_MS, shortestMs * CLOSE_BY_ROUND_TRIP)) break;
  }
  return answers > 0 ? bounds : null;
}
