import { z } from 'zod';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import type { OverwrittenNote } from '../files/overwritten-note.ts';
import type { PlayerDatabase } from './database.types.ts';
import type { PlayRecord, PlayRecords } from './play-records.ts';
import { readKeptText } from './read-kept.ts';

/** What a power cut may cost. */
const SETTLE_AFTER_MS = 30_000;
/** A page of the disk, which is written whole or not at all when the process is killed. */
const MOST_BYTES = 4_000;

const pendingSchema = z.array(
  z.object({
    startedAtMs: z.number(),
    shownMs: z.number(),
    itemId: z.string(),
    fileName: z.string(),
    sha256: z.string().nullable(),
    playlistVersion: z.string().nullable(),
    complete: z.boolean(),
    reason: z.string(),
  }),
);

/** Proof of play whose newest half minute is not in the database yet. */
export interface GatheredPlays extends PlayRecords {
  /** Brings what waits into the database; throws what SQLite throws, and it waits on then. */
  readonly settle: () => void;
  /** As `settle`, but never throws. */
  readonly close: () => void;
}

export interface GatheredPlaysDependencies {
  readonly records: PlayRecords;
  readonly database: Pick<PlayerDatabase, 'lazily' | 'transaction' | 'flush'>;
  /** What waits, for the next process should this one be killed. */
  readonly note: OverwrittenNote;
  readonly clock: Pick<Clock, 'after'>;
  /** Writes what else may wait, within the same commit: another one would write as many pages again. Never throws. */
  readonly alongside?: () => void;
}

/**
 * Gathers showings, since each commit of one would write three pages: what was added outlives the process by the note as soon
 * as `add` returns, and a power cut 30 seconds after the first that waits. Takes up what a process that was killed left.
 */
export function createGatheredPlays({
  records,
  database,
  note,
  clock,
  alongside = () => undefined,
}: GatheredPlaysDependencies): GatheredPlays {
  let pending: readonly PlayRecord[] = [];
  let timer: ClockTimer | null = null;

  const addAll = (): void => {
    database.lazily(() => {
      database.transaction(() => {
        for (const record of pending) records.add(record);
        alongside();
      });
    });
    pending = [];
  };
  const settle = (): void => {
    timer?.cancel();
    timer = null;
    if (pending.length === 0) return;
    addAll();
    keep('[]');
    void database.flush().catch(() => undefined);
  };
  /** Answers whether the next process would find it. */
  const keep = (text: string): boolean => {
    try {
      note.write(text);
      return true;
    } catch {
      return false;
    }
  };
  const settleInTime = (): void => {
    try {
      settle();
    } catch {
      // It waits on; whoever adds the next one hears why.
    }
  };

  if (takePending(records, note) > 0) keep('[]');
  return {
    ...records,
    add: (record) => {
      pending = [...pending, record];
      const text = JSON.stringify(pending);
      if (Buffer.byteLength(text) > MOST_BYTES || !keep(text)) settle();
      else timer ??= clock.after(SETTLE_AFTER_MS, settleInTime);
    },
    batches: (size, newest) => {
      settle();
      return records.batches(size, newest);
    },
    settle,
    close: settleInTime,
  };
}

/**
 * Adds to `records` what waits in `note` and is not there yet: a process that was killed may have brought it there already.
 * Answers how many waited. To be used on a copy by whoever only looks.
 */
export function takePending(records: PlayRecords, note: Pick<OverwrittenNote, 'read'>): number {
  const waiting = readKeptText(note.read, pendingSchema) ?? [];
  for (const record of waiting) if (!records.has(record)) records.add(record);
  return waiting.length;
}
