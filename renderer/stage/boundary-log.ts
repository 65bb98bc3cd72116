import type { TransitionFigures } from '../../src/shared/status.ts';
import { NO_FLAWS, type FrameFlaws } from './layers/layer.ts';

/** A boundary that is later than two frames of a 60 Hz panel was held. */
const HELD_MS = 34;
const HOUR_MS = 3_600_000;
/** An hour of one-second items. */
const MOST_ENTRIES = 3_600;

export interface BoundaryLog {
  /** Adds a boundary that was crossed `lateMs` after its time, with what went wrong in the item before it. */
  add(atMs: number, lateMs: number, flaws?: FrameFlaws): void;
  /** The figures of the last hour. */
  figures(nowMs: number): TransitionFigures;
}

/** An empty log of boundaries, bounded by age and number. */
export function createBoundaryLog(): BoundaryLog {
  let entries: { readonly atMs: number; readonly lateMs: number; readonly flaws: FrameFlaws }[] = [];
  return {
    add(atMs, lateMs, flaws = NO_FLAWS) {
      entries.push({ atMs, lateMs, flaws });
      if (entries.length > 2 * MOST_ENTRIES) entries = entries.slice(-MOST_ENTRIES);
    },
    figures(nowMs) {
      const recent = entries.slice(-MOST_ENTRIES).filter(({ atMs }) => nowMs - atMs <= HOUR_MS);
      const late = recent.map(({ lateMs }) => lateMs).sort((one, other) => one - other);
      const quantile = (share: number): number => late[Math.ceil(share * late.length) - 1] ?? 0;
      return {
        count: late.length,
        held: late.filter((lateMs) => lateMs > HELD_MS).length,
        lateP50: quantile(0.5),
        lateP95: quantile(0.95),
        lateMax: late.at(-1) ?? 0,
        droppedFrames: recent.reduce((sum, { flaws }) => sum + flaws.dropped, 0),
        repeatedFrames: recent.reduce((sum, { flaws }) => sum + flaws.repeated, 0),
      };
    },
  };
}
