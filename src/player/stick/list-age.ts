import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';

/** As of when the list of this screen is what its server says, by the server's clock. */
export interface ListAge {
  /** What the paired server's clock says now, ms since the epoch. */
  heard(serverMs: number): void;
  /** The paired server's list was read; `isChanged`: it is another one than before. */
  confirmed(screen: string, isChanged: boolean): void;
  /** A list of a stick that was made then was taken over. */
  taken(screen: string, madeAtMs: number, id: string): void;
  /** The list that came last from a stick, unless the server's was read after it; null: none did. */
  takenId(screen: string): string | null;
  /** Ms since the epoch; null: nothing is known of this screen's list. */
  asOfMs(screen: string): number | null;
}

const LIST_AGE = 'list-as-of';
/** While a list stays the same, what is kept may lag so much behind. */
const KEEP_EVERY_MS = 600_000;

const keptSchema = z.object({ screen: z.string(), ms: z.number(), id: z.string().nullable() });
type Kept = z.infer<typeof keptSchema>;

export interface ListAgeDependencies {
  readonly keyValues: Pick<KeyValueStore, 'get' | 'set'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Reads what earlier runs kept. `screen` names a player of a server: another one's lists say nothing of this one's. */
export function createListAge({ keyValues, clock, log }: ListAgeDependencies): ListAge {
  let known = readKept(keyValues, LIST_AGE, keptSchema);
  let keptMs = known?.ms ?? Number.NEGATIVE_INFINITY;
  let serverMs: number | null = null;

  const hold = (next: Kept, atOnce: boolean): void => {
    known = next;
    if (!atOnce && next.ms - keptMs < KEEP_EVERY_MS) return;
    keptMs = next.ms;
    try {
      keyValues.set(LIST_AGE, JSON.stringify(next));
    } catch (thrown) {
      log.debug('The age of the playlist could not be kept', { reason: describeThrown(thrown) });
    }
  };

  return {
    heard: (ms) => {
      serverMs = ms;
    },
    confirmed: (screen, isChanged) => {
      const ms = serverMs ?? clock.now();
      // A server whose clock was set back is the authority on its own list all the same.
      hold(
        { screen, ms, id: null },
        isChanged || known?.screen !== screen || known.id !== null || ms < known.ms,
      );
    },
    taken: (screen, ms, id) => {
      hold({ screen, ms, id }, true);
    },
    takenId: (screen) => (known?.screen === screen ? known.id : null),
    asOfMs: (screen) => (known?.screen === screen ? known.ms : null),
  };
}
