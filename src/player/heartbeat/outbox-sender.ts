import type { CallCode, CodeOf } from '../../shared/failure-codes.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { FeedbackReport } from '../server/server-client.types.ts';
import { retryDelay } from '../../shared/back-off.ts';
import { wait } from '../../shared/clock.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { OutboxRecord, OutboxRecords } from '../../platform/store/outbox-records.ts';
import { isRefusedForGood } from './delivery-rules.ts';

/** After an outage: about four reports a second, which a small server takes beside its other work. */
const MIN_GAP_MS = 250;
const RETRY_PACE = { baseMs: 1_000 };
const STOP_WAIT_MS = 1_000;

export interface OutboxSenderDependencies {
  readonly records: OutboxRecords;
  /**
   * Called before each event: the server must not be told what a power cut could still take back. A beat says how things are, and
   * is as true without the record of it. Never rejects.
   */
  readonly flush: () => Promise<void>;
  readonly send: (report: FeedbackReport) => Promise<Result<null, CallCode | CodeOf<'heartbeat'>>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: () => number;
  /** Runs what may fail with the disk, and answers `fallback` when it does. */
  readonly guarded: <Value>(fallback: Value, action: () => Value) => Value;
  /** The report that a record is sent as; null when it cannot be read any more. */
  readonly reportOf: (record: OutboxRecord) => FeedbackReport | null;
  /** Told which record is under way, so that it is not taken away meanwhile; null: none is. */
  readonly setInFlight: (id: number | null) => void;
}

export interface OutboxSender {
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  /** There is something new to send. */
  readonly notify: () => void;
  readonly retryNow: () => void;
  readonly retryWithin: (ms: number) => void;
}

/** Takes one record after another to the server, each until it is acknowledged or refused for good. */
export function createOutboxSender(dependencies: OutboxSenderDependencies): OutboxSender {
  const { records, clock, log, guarded, random = Math.random } = dependencies;
  let running: { readonly stopped: AbortController; readonly ended: Promise<void> } | null = null;
  let failures = 0;
  let acknowledged: number | null = null;
  let notify: () => void = () => undefined;
  let pause = new AbortController();
  let hurry: ClockTimer | null = null;

  /** Answers how long to wait in ms before the next. */
  const deliver = async (record: OutboxRecord): Promise<number> => {
    if (record.id !== acknowledged) {
      const report = dependencies.reportOf(record);
      dependencies.setInFlight(record.id);
      if (report !== null && record.kind === 'event') await dependencies.flush();
      const answer = report === null ? null : await sendSafely(dependencies.send, report);
      dependencies.setInFlight(null);
      if (answer?.ok === false && !isRefusedForGood(answer.error)) {
        const delay = retryDelay(answer.error, failures, RETRY_PACE, random);
        failures += 1;
        log.debug('A report could not be sent and waits.', { reason: answer.error.code, failures, delay });
        return delay;
      }
      if (answer?.ok !== true) {
        log.warn('A report was dropped: it will never be taken.', {
          reason: answer?.error.code ?? 'unreadable',
        });
      }
      acknowledged = record.id;
    }
    const removed = guarded(false, () => {
      records.remove(record.id);
      return true;
    });
    failures = removed ? 0 : failures + 1;
    return removed ? MIN_GAP_MS : retryDelay(null, failures, RETRY_PACE, random);
  };

  const run = async (isStopped: () => boolean): Promise<void> => {
    while (!isStopped()) {
      const woken = new Promise<void>((resolve) => {
        notify = resolve;
      });
      const record = guarded(null, () => records.first());
      if (record === null) {
        await woken;
        continue;
      }
      const delay = await deliver(record);
      pause = new AbortController();
      if (isStopped()) return;
      await wait(clock, delay, pause.signal);
    }
  };

  const retryNow = (): void => {
    hurry?.cancel();
    failures = 0;
    pause.abort();
  };

  return {
    start() {
      if (running !== null) return;
      const stopped = new AbortController();
      running = { stopped, ended: run(() => stopped.signal.aborted) };
    },
    async stop() {
      if (running === null) return;
      const { stopped, ended } = running;
      running = null;
      stopped.abort();
      hurry?.cancel();
      notify();
      pause.abort();
      const waited = new AbortController();
      await Promise.race([ended, wait(clock, STOP_WAIT_MS, waited.signal)]);
      waited.abort();
    },
    notify: () => {
      notify();
    },
    retryNow,
    retryWithin(ms) {
      if (running === null || failures === 0) return;
      hurry?.cancel();
      hurry = clock.after(Math.round(random() * ms), retryNow);
    },
  };
}

async function sendSafely(
  send: OutboxSenderDependencies['send'],
  report: FeedbackReport,
): Promise<Result<null, CallCode | CodeOf<'heartbeat'>>> {
  try {
    return await send(report);
  } catch (thrown) {
    return { ok: false, error: { code: 'send-failed', message: describeThrown(thrown) } };
  }
}
