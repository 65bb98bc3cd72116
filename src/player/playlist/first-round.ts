/**
 * The first time that a playlist goes round on the screen, during which it may be taken back (issue: Offered → staged →
 * playing). Values only: each function answers the next state.
 */
export interface FirstRound {
  readonly programId: string;
  /** How many items the program has. */
  readonly items: number;
  readonly shown: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  readonly over: boolean;
}

export function beginRound(programId: string, items: number): FirstRound {
  return { programId, items, shown: new Set(), failed: new Set(), over: false };
}

/** An item was on the screen: its second time ends the round. */
export function markShown(round: FirstRound, key: string): FirstRound {
  const again = round.shown.has(key);
  return settle({ ...round, shown: new Set([...round.shown, key]), over: round.over || again });
}

/** An item could not be shown. */
export function markFailed(round: FirstRound, key: string): FirstRound {
  return settle({ ...round, failed: new Set([...round.failed, key]) });
}

/** More than half of the items failed before the round was over: the playlist is given up. */
export function isLost(round: FirstRound): boolean {
  return !round.over && round.failed.size * 2 > round.items;
}

function settle(round: FirstRound): FirstRound {
  const met = new Set([...round.shown, ...round.failed]).size;
  return { ...round, over: round.over || (met >= round.items && round.failed.size * 2 <= round.items) };
}
