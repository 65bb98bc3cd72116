import { join } from 'node:path';
import { peekDatabase } from '../../src/platform/store/peek-database.ts';
import type { FeedbackRecord } from '../simulator/types.ts';

/** An event that waited in the player's outbox when somebody looked. */
export interface WaitingEvent {
  readonly event: string;
  readonly message: string;
  /** Epoch, ms. */
  readonly happenedAtMs: number;
}

/** What became of the events. */
export interface EventJudgement {
  readonly lost: readonly WaitingEvent[];
  /** How many came before one that had happened earlier. */
  readonly outOfOrder: number;
}

/** The moment of one event is told in whole seconds by some, and was corrected by the server's clock. */
const SAME_MOMENT_MS = 2_500;

/** The events that wait in a data folder; none where nobody can read them now. */
export function readWaiting(dataFolder: string): readonly WaitingEvent[] {
  try {
    const database = peekDatabase(join(dataFolder, 'player.db'));
    try {
      const rows = database
        .prepare(`SELECT happened_at_ms, body FROM outbox WHERE kind = 'event' ORDER BY id`)
        .all() as { happened_at_ms: number; body: string }[];
      return rows.map(({ happened_at_ms: happenedAtMs, body }) => {
        const { event, message } = JSON.parse(body) as { event: string; message: string };
        return { event, message, happenedAtMs };
      });
    } finally {
      database.close();
    }
  } catch {
    return [];
  }
}

/** One name for an event, however often it is seen. */
export const keyOf = ({ event, message, happenedAtMs }: WaitingEvent): string =>
  `${happenedAtMs} ${event} ${message}`;

/** Compares what waited with what the server took. What came twice (its answer was lost) counts where it came first. */
export function judgeEvents(
  waiting: readonly WaitingEvent[],
  feedback: readonly Pick<FeedbackRecord, 'message' | 'timestamp' | 'body'>[],
): EventJudgement {
  const arrived = feedback.map(({ message, timestamp, body }) => ({
    event: body['event'],
    message,
    atMs: Date.parse(`${timestamp ?? ''}Z`),
  }));
  const found = waiting.map((event) => ({
    event,
    place: arrived.findIndex(
      (one) =>
        one.event === event.event &&
        one.message === event.message &&
        Math.abs(one.atMs - event.happenedAtMs) <= SAME_MOMENT_MS,
    ),
  }));
  const places = found.filter(({ place }) => place >= 0).map(({ place }) => place);
  let last = -1;
  let outOfOrder = 0;
  for (const place of places) {
    if (place < last) outOfOrder += 1;
    last = Math.max(last, place);
  }
  return { lost: found.filter(({ place }) => place < 0).map(({ event }) => event), outOfOrder };
}
