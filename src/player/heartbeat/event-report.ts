import type { FeedbackReport } from '../server/server-client.types.ts';
import type { OutboxRecord } from '../../platform/store/outbox-records.ts';
import { correctionFor, momentOf } from './event-time.ts';
import type { PresentTime } from './event-time.ts';
import { toTimestamp } from './feedback.ts';
import type { FeedbackBody } from './feedback.ts';

/** What the machine's own clock said, beside the corrected time (both are noted). */
interface ClockNote {
  readonly local_timestamp?: string;
  readonly clock_off_s?: number;
}

/** A body as the outbox keeps it: with what is known about the clock, for a run that cannot know it any more. */
export function toStoredBody(body: FeedbackBody, present: PresentTime): string {
  const correction = correctionFor(present.skewMs);
  return JSON.stringify({ ...body, ...clockNote(present.nowMs + correction, correction) });
}

/** The report that `record` is sent as; null when its body cannot be read. `queued` counts those that wait behind it. */
export function toReport(record: OutboxRecord, present: PresentTime, queued: number): FeedbackReport | null {
  const stored = parseBody(record.body);
  if (stored === null) return null;
  const happenedAt = momentOf(record, present);
  if (record.session !== present.session) return { ...stored, timestamp: toTimestamp(happenedAt), queued };
  const body = withoutClockNote(stored);
  const note = clockNote(happenedAt, correctionFor(present.skewMs));
  return { ...body, timestamp: toTimestamp(happenedAt), queued, ...note };
}

function clockNote(happenedAtMs: number, correctionMs: number): ClockNote {
  if (correctionMs === 0) return {};
  return {
    local_timestamp: toTimestamp(happenedAtMs - correctionMs),
    clock_off_s: Math.round(correctionMs / 1_000),
  };
}

/** Within one run the clock may have been put right since. */
function withoutClockNote(stored: FeedbackBody): FeedbackBody {
  const noted: readonly string[] = ['local_timestamp', 'clock_off_s'] satisfies (keyof ClockNote)[];
  return Object.fromEntries(Object.entries(stored).filter(([name]) => !noted.includes(name))) as FeedbackBody;
}

function parseBody(text: string): FeedbackBody | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as FeedbackBody) : null;
  } catch {
    return null;
  }
}
