import type { Program, ProgramItem, ShuffleTurn } from '../shared/program.ts';
import type { Quarantine } from './quarantine.ts';

/** What plays, what plays next and until when, on a timeline of monotonic milliseconds. */
export interface Schedule {
  /** What the items come from; null: nothing was offered yet. */
  readonly program: Program | null;
  /** Takes over at the next boundary. */
  readonly pending: Program | null;
  /** The one item on the screen; null: standby. */
  readonly current: Showing | null;
  readonly quarantine: Quarantine;
}

/** One item's time on the screen. */
export interface Showing {
  readonly programId: string;
  readonly revision: number;
  readonly item: ProgramItem;
  /** The planned start, monotonic ms. */
  readonly startMs: number;
  /** The planned end, monotonic ms; null while a video's own length is not known. */
  readonly endMs: number | null;
  /** It was ended early: whatever becomes known of its media, it ends no later than this (monotonic ms). */
  readonly cutMs?: number;
  /** Somebody uses it: its time stands still since then (monotonic ms). */
  readonly heldSinceMs?: number;
  /** In a group: its own slot ends then (monotonic ms), and its last picture stands for what cannot be played here. */
  readonly ownEndMs?: number;
  /** In an order by chance: its place in the round. */
  readonly turn?: ShuffleTurn;
}
