import { z } from 'zod';

/** Losses of the screen in a row, without a whole showing between them, after which an item is left out. */
const LOSSES_BEFORE_QUARANTINE = 2;
/** More than a playlist has of files that bring a browser down; the oldest are forgotten. */
const MOST_ENTRIES = 50;

const entrySchema = z.object({
  fileName: z.string(),
  losses: z.number().int().nonnegative(),
  /** Who else was shown or prepared at each of its losses. */
  alongside: z.array(z.string()),
  /** The version of the player that leaves it out; null: it plays. */
  leftOutBy: z.string().nullable(),
});

/** What is held against items, by the hash of their file or the address of their page. */
export const blameStateSchema = z.record(z.string(), entrySchema);
export type BlameState = Readonly<z.infer<typeof blameStateSchema>>;

/** Items that were on the screen, or on their way there, when the screen was lost. */
export const suspectsSchema = z
  .array(z.object({ id: z.string(), fileName: z.string(), isPreparing: z.boolean() }))
  .max(MOST_ENTRIES);
export type Suspect = Readonly<z.infer<typeof suspectsSchema>[number]>;

/** What a loss of the screen leads to: who is left out from now on, and who was wrongly; null: nobody. */
export interface BlameOutcome {
  readonly state: BlameState;
  readonly leftOut: Suspect | null;
  readonly acquitted: readonly string[];
}

/**
 * Notes that the screen was lost while `suspects` were shown or prepared, of a program of `items` others can be told from. One
 * at a time is left out, the one with the most losses, of equal ones the one that was being prepared: if it was the other, that
 * one is alone with the next loss, and who was left out only beside it comes back. What is the last that can play stays.
 */
export function noteLoss(
  before: BlameState,
  suspects: readonly Suspect[],
  items: readonly string[],
  version: string,
): BlameOutcome {
  const state: Record<string, z.infer<typeof entrySchema>> = { ...before };
  for (const { id, fileName } of suspects) {
    const others = suspects.map((one) => one.id).filter((other) => other !== id);
    const known = state[id];
    const alongside = known === undefined ? others : known.alongside.filter((one) => others.includes(one));
    state[id] = {
      fileName,
      losses: (known?.losses ?? 0) + 1,
      alongside,
      leftOutBy: known?.leftOutBy ?? null,
    };
  }
  const lossesOf = ({ id }: Suspect): number => state[id]?.losses ?? 0;
  const leftOut = suspects
    .filter((one) => lossesOf(one) >= LOSSES_BEFORE_QUARANTINE)
    .sort(
      (one, other) => lossesOf(other) - lossesOf(one) || Number(other.isPreparing) - Number(one.isPreparing),
    )
    .at(0);
  const isLast = items.every((id) => id === leftOut?.id || isLeftOut(state, id, version));
  if (leftOut === undefined || isLast) return { state: bounded(state), leftOut: null, acquitted: [] };
  // With it out of the way the others have to fail once more before anything is held to be theirs.
  for (const { id } of suspects) {
    const entry = state[id];
    if (entry === undefined) continue;
    state[id] =
      id === leftOut.id
        ? { ...entry, leftOutBy: version }
        : { ...entry, losses: LOSSES_BEFORE_QUARANTINE - 1 };
  }
  const acquitted = Object.entries(state)
    .filter(
      ([id, entry]) => id !== leftOut.id && entry.leftOutBy !== null && entry.alongside.includes(leftOut.id),
    )
    .map(([id]) => id);
  const kept = Object.entries(state).filter(([id]) => !acquitted.includes(id));
  return { state: bounded(Object.fromEntries(kept)), leftOut, acquitted };
}

/** A whole showing speaks for an item. */
export function noteWholeShowing(state: BlameState, id: string): BlameState {
  if (state[id]?.leftOutBy !== null) return state;
  return Object.fromEntries(Object.entries(state).filter(([other]) => other !== id));
}

/** Whether `id` is left out by this version; another one may show what this one does not. */
export function isLeftOut(state: BlameState, id: string, version: string): boolean {
  return state[id]?.leftOutBy === version;
}

function bounded(state: BlameState): BlameState {
  return Object.fromEntries(Object.entries(state).slice(-MOST_ENTRIES));
}
