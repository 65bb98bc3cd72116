/** Decides whether a line is said, or is one of many that say the same. */
export interface RepeatedLines {
  /**
   * Takes a line by what it says. Null: it was said a moment ago and is left out; else how many like it were left out since
   * it was said last.
   */
  take(line: string): number | null;
}

interface Said {
  /** When it was last written, and when it last came, in monotonic ms. */
  readonly writtenAt: number;
  readonly cameAt: number;
  readonly leftOut: number;
}

/** What comes again within this time is the same state going on. */
const SAME_STATE_MS = 60_000;
/** A state that lasts is said again now and then, for whoever reads only the newest file. */
const SAY_AGAIN_MS = 3_600_000;
const MOST_REMEMBERED = 200;

/**
 * A fault that repeats several times a second must not wear out the disk, nor push everything else out of the log: of equal
 * lines that follow one another within a minute only the first is said, and then one an hour.
 */
export function createRepeatedLines(monotonic: () => number): RepeatedLines {
  const said = new Map<string, Said>();
  return {
    take: (line) => {
      const now = monotonic();
      const before = said.get(line);
      // The map keeps the order of coming, so that the one that is forgotten came longest ago.
      said.delete(line);
      const goesOn =
        before !== undefined && now - before.cameAt < SAME_STATE_MS && now - before.writtenAt < SAY_AGAIN_MS;
      if (goesOn) {
        said.set(line, { ...before, cameAt: now, leftOut: before.leftOut + 1 });
        return null;
      }
      said.set(line, { writtenAt: now, cameAt: now, leftOut: 0 });
      const oldest = said.size > MOST_REMEMBERED ? said.keys().next().value : undefined;
      if (oldest !== undefined) said.delete(oldest);
      return before?.leftOut ?? 0;
    },
  };
}
