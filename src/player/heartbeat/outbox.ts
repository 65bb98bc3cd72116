import type { CallCode, CodeOf } from '../../shared/failure-codes.ts';
import { randomUUID } from 'node:crypto';
import type { Log } from '../../platform/logging/log.ts';
import type { FeedbackReport } from '../server/server-client.types.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { OutboxKind, OutboxRecords } from '../../platform/store/outbox-records.ts';
import { withBeatsInMemory } from './beats-in-memory.ts';
import { createOutboxSender } from './outbox-sender.ts';
import { toReport, toStoredBody } from './event-report.ts';
import { correctionFor, momentOf } from './event-time.ts';
import type { PresentTime } from './event-time.ts';
import { toTimestamp } from './feedback.ts';
import type { FeedbackBody } from './feedback.ts';

export interface OutboxDependencies {
  readonly records: OutboxRecords;
  /** Brings all that was committed to the disk, as far as it can be had. Never rejects. */
  readonly flush: () => Promise<void>;
  /** Sends one report and answers what the server said; adds the secrets by itself. */
  readonly send: (report: FeedbackReport) => Promise<Result<null, CallCode | CodeOf<'heartbeat'>>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: () => number;
  /** The paired server's clock minus this machine's now, in ms; null while no server said. */
  readonly clockSkewMs?: () => number | null;
  /** Tells this run of the player from all others. */
  readonly session?: string;
}

/** Events on their way to the server: in order, at least once, across restarts; and the newest beat of this run. */
export interface Outbox {
  start(): void;
  /** Ends sending; waits a moment for a report that is under way. */
  stop(): Promise<void>;
  /** Takes a report and returns at once. Of several waiting beats only the newest stays. */
  add(kind: OutboxKind, body: FeedbackBody): void;
  /** The network is back: tries now instead of waiting on. */
  retryNow(): void;
  /** The server is back, for every screen at once: tries at a random moment within `ms`, where it would wait on. */
  retryWithin(ms: number): void;
  /** Forgets everything that waits: it was meant for a server that is no longer ours. */
  clear(): void;
  /** How many reports wait, and when the oldest of them happened (ISO 8601, UTC). */
  status(): { readonly pending: number; readonly oldest: string | null };
}

const MOST_RECORDS = 10_000;
const LONGEST_KEPT_MS = 30 * 24 * 3_600_000;
/** A clock before this moment has not been set yet; nothing is removed for its age by it. */
const EARLIEST_PLAUSIBLE_MS = Date.UTC(2024, 0, 1);

/** Makes the outbox over `records`; nothing is sent before `start`, but reports are taken. */
export function createOutbox(dependencies: OutboxDependencies): Outbox {
  const { clock, log, session = randomUUID() } = dependencies;
  const records = withBeatsInMemory(dependencies.records);
  let inFlight: number | null = null;
  const present = (): PresentTime => ({
    session,
    monotonicMs: clock.monotonic(),
    nowMs: clock.now(),
    skewMs: dependencies.clockSkewMs?.() ?? null,
  });
  /** The disk may fail under the database; nothing that sends or plays stops for it. */
  const guarded = <Value>(fallback: Value, action: () => Value): Value => {
    try {
      return action();
    } catch (thrown) {
      log.warn('The outbox could not be read or written.', { reason: describeThrown(thrown) });
      return fallback;
    }
  };
  const trim = ({ nowMs, skewMs }: PresentTime): void => {
    const overflow = records.trimToCount(MOST_RECORDS, inFlight);
    // Only a server that confirmed the time can make anything old.
    const oldest = nowMs + correctionFor(skewMs) - LONGEST_KEPT_MS;
    const old = skewMs === null ? 0 : records.removeBetween(EARLIEST_PLAUSIBLE_MS, oldest, inFlight);
    if (overflow + old > 0) log.warn('The outbox is full: its oldest reports are lost.', { overflow, old });
  };
  const sender = createOutboxSender({
    ...dependencies,
    records,
    guarded,
    reportOf: (record) => toReport(record, present(), Math.max(0, guarded(1, () => records.count()) - 1)),
    setInFlight: (id) => {
      inFlight = id;
    },
  });

  return {
    start: sender.start,
    stop: sender.stop,
    add(kind, body) {
      const time = present();
      const happenedAtMs = time.nowMs + correctionFor(time.skewMs);
      guarded(undefined, () => {
        if (kind === 'beat') records.removeBeats(inFlight);
        const { monotonicMs } = time;
        records.add({ kind, session, monotonicMs, happenedAtMs, body: toStoredBody(body, time) });
        if (kind === 'event') trim(time);
      });
      sender.notify();
    },
    retryNow: sender.retryNow,
    retryWithin: sender.retryWithin,
    clear: () => {
      guarded(undefined, () => {
        records.clear();
      });
    },
    status: () =>
      guarded({ pending: 0, oldest: null }, () => {
        const oldest = records.first();
        const moment = oldest === null ? null : `${toTimestamp(momentOf(oldest, present()))}Z`;
        return { pending: records.count(), oldest: moment };
      }),
  };
}
