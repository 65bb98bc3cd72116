/** What failed and until when it is left out, by the item's source: the same bytes under another name fail as well. */
export type Quarantine = ReadonlyMap<string, { readonly failures: number; readonly untilMs: number }>;

const FIRST_MS = 15_000;
const LONGEST_MS = 3_600_000;
/** Far more than a playlist has files; the oldest failures go first. */
const MOST_ENTRIES = 1_000;

/** Adds a failure at `nowMs` (monotonic): 15 s at first, doubling up to an hour. */
export function quarantine(known: Quarantine, source: string, nowMs: number): Quarantine {
  const failures = (known.get(source)?.failures ?? 0) + 1;
  const untilMs = nowMs + Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  const others = [...known].filter(([other]) => other !== source).slice(1 - MOST_ENTRIES);
  return new Map([...others, [source, { failures, untilMs }]]);
}

/** Whether `source` is left out at `nowMs`. */
export function isQuarantined(known: Quarantine, source: string, nowMs: number): boolean {
  const entry = known.get(source);
  return entry !== undefined && nowMs < entry.untilMs;
}
