import type { TransitionFigures } from '../../src/shared/status.ts';
import { NO_FLAWS, type FrameFlaws } from './layers/layer.ts';

/** A boundary that is later than two frames of a 60 Hz panel was held. */
const HELD_MS = 34;
const HOUR_MS = 3_600_000;
/** An hour of one-second items. */
const MOST_ENTRIES = 3_600;
const FIELDS = 4;

export interface BoundaryLog {
  /** Adds a boundary that was crossed `lateMs` after its time, with what went wrong in the item before it. */
  add(atMs: number, lateMs: number, flaws?: FrameFlaws): void;
  /** The figures of the last hour. */
  figures(nowMs: number): TransitionFigures;
}

/** An empty log of boundaries, bounded by age and number. It takes all its memory at once, so that a full one is no larger. */
export function createBoundaryLog(): BoundaryLog {
  const entries = new Float64Array(MOST_ENTRIES * FIELDS);
  let added = 0;
  return {
    add(atMs, lateMs, flaws = NO_FLAWS) {
      entries.set([atMs, lateMs, flaws.dropped, flaws.repeated], (added % MOST_ENTRIES) * FIELDS);
      added += 1;
    },
    figures(nowMs) {
      const late: number[] = [];
      let [droppedFrames, repeatedFrames] = [0, 0];
      for (let entry = 0; entry < Math.min(added, MOST_ENTRIES); entry += 1) {
        const [atMs = 0, lateMs = 0, dropped = 0, repeated = 0] = entries.subarray(entry * FIELDS);
        if (nowMs - atMs > HOUR_MS) continue;
        late.push(lateMs);
        droppedFrames += dropped;
        repeatedFrames += repeated;
      }
      late.sort((one, other) => one - other);
      const quantile = (share: number): number => late[Math.ceil(share * late.length) - 1] ?? 0;
      return {
        count: late.length,
        held: late.filter((lateMs) => lateMs > HELD_MS).length,
        lateP50: quantile(0.5),
        lateP95: quantile(0.95),
        lateMax: late.at(-1) ?? 0,
        droppedFrames,
        repeatedFrames,
      };
    },
  };
}
