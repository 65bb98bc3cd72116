/** How the boundaries of the last hour went (issue 6, point 8). Times in ms. */
export interface BoundaryFigures {
  readonly count: number;
  /** Boundaries at which the old item had to be held because the next was not ready. */
  readonly held: number;
  readonly lateP50: number;
  readonly lateP95: number;
  readonly lateMax: number;
}

/** A boundary that is later than two frames of a 60 Hz panel was held. */
const HELD_MS = 34;
const HOUR_MS = 3_600_000;
/** An hour of one-second items. */
const MOST_ENTRIES = 3_600;

export interface BoundaryLog {
  /** Adds a boundary that was crossed `lateMs` after its time. */
  add(atMs: number, lateMs: number): void;
  figures(nowMs: number): BoundaryFigures;
}

/** An empty log of boundaries, bounded by age and number. */
export function createBoundaryLog(): BoundaryLog {
  let entries: { readonly atMs: number; readonly lateMs: number }[] = [];
  return {
    add(atMs, lateMs) {
      entries.push({ atMs, lateMs });
      if (entries.length > 2 * MOST_ENTRIES) entries = entries.slice(-MOST_ENTRIES);
    },
    figures(nowMs) {
      const late = entries
        .slice(-MOST_ENTRIES)
        .filter(({ atMs }) => nowMs - atMs <= HOUR_MS)
        .map(({ lateMs }) => lateMs)
        .sort((one, other) => one - other);
      const quantile = (share: number): number => late[Math.ceil(share * late.length) - 1] ?? 0;
      return {
        count: late.length,
        held: late.filter((lateMs) => lateMs > HELD_MS).length,
        lateP50: quantile(0.5),
        lateP95: quantile(0.95),
        lateMax: late.at(-1) ?? 0,
      };
    },
  };
}
