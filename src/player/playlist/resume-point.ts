import { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { RESUME_POINT } from '../../shared/first-picture.ts';
import { shuffleTurnSchema, type ShuffleTurn } from '../../shared/program.ts';
import { describeThrown } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';

/** Where playback stood: kept so that a restart goes on there. */
export interface ResumePoint {
  /** Where in a program to go on; null when another program was on the screen. */
  at(programId: string): ResumePlace | null;
  shown(programId: string, itemKey: string, turn?: ShuffleTurn): void;
  /** Keeps it now, where it is another: where something else is written anyway, and at the end. */
  readonly flush: () => void;
}

/**
 * Memory cards wear out by writes; a restart that goes back by a minute is no harm. While items end it is sooner: each half minute
 * the proof of play is written, and it goes along.
 */
const WRITE_EVERY_MS = 60_000;
export const resumePointSchema = z.object({
  program: z.string(),
  item: z.string(),
  turn: shuffleTurnSchema.exactOptional(),
});
type Point = z.infer<typeof resumePointSchema>;
/** An item, and in an order by chance its place in the round. */
type ResumePlace = Pick<Point, 'item' | 'turn'>;

/** The resume point in `keyValues`. */
export function createResumePoint(keyValues: KeyValueStore, clock: Clock, log: Log): ResumePoint {
  let point: Point | null = readKept(keyValues, RESUME_POINT, resumePointSchema);
  let written = JSON.stringify(point);
  /** Also when it was as it is kept: whoever asked then asks again. */
  let writtenAt = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    writtenAt = clock.monotonic();
    const text = JSON.stringify(point);
    if (point === null || text === written) return;
    try {
      keyValues.set(RESUME_POINT, text, 'lazily');
      written = text;
    } catch (thrown) {
      log.warn('The resume point could not be saved', { reason: describeThrown(thrown) });
    }
  };
  return {
    at: (programId) => (point?.program === programId ? point : null),
    shown: (program, item, turn) => {
      if (point?.program === program && point.item === item) return;
      point = { program, item, ...(turn ? { turn } : {}) };
      if (clock.monotonic() - writtenAt >= WRITE_EVERY_MS) flush();
    },
    flush,
  };
}
