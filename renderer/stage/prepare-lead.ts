import type { ProgramItem } from '../../src/shared/program.ts';

/** What was never prepared yet may take long, or fail, so that another is to be prepared in its place. */
const LONGEST_LEAD_MS = 30_000;
const SHORTEST_LEAD_MS = 1_500;
/** A machine that is busy takes so many times as long as it took at most. */
const TIMES_LONGEST = 5;
const MOST_KNOWN = 200;

/** How long before its time the layer of an item is prepared, and not before. */
export interface PrepareLead {
  of(item: ProgramItem): number;
  /** It was ready after so long; null: it failed. */
  note(item: ProgramItem, tookMs: number | null): void;
}

/**
 * A video that stands ready holds a decoder and its frames, a good third of what the page of a film needs. So one whose
 * preparing was seen is prepared as late as that allows; whatever else there is, half a minute before.
 */
export function createPrepareLead(): PrepareLead {
  const longest = new Map<string, number>();
  return {
    of: ({ kind, source }) => {
      const seen = kind === 'video' ? longest.get(source) : undefined;
      if (seen === undefined) return LONGEST_LEAD_MS;
      return Math.min(LONGEST_LEAD_MS, Math.max(SHORTEST_LEAD_MS, TIMES_LONGEST * seen));
    },
    note: ({ source }, tookMs) => {
      const before = longest.get(source) ?? 0;
      longest.delete(source);
      if (tookMs === null) return;
      longest.set(source, Math.max(before, tookMs));
      const [oldest] = longest.keys();
      if (longest.size > MOST_KNOWN && oldest !== undefined) longest.delete(oldest);
    },
  };
}
