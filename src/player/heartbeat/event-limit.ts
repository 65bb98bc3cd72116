/** Lets a few events of a kind through at once and then one a while, so that a fault that repeats does not flood the server. */
export interface EventLimit {
  /** Whether an event of `kind` may go out now, and how many of its kind were held back since the last one that did. */
  admit(kind: string): { readonly admitted: boolean; readonly heldBack: number };
}

const BURST = 5;
const REFILL_MS = 60_000;

/** Makes an {@link EventLimit}: five of a kind at once, then one a minute. `monotonic` in ms. */
export function createEventLimit(monotonic: () => number): EventLimit {
  const kinds = new Map<string, { allowance: number; countedAt: number; heldBack: number }>();
  return {
    admit(kind) {
      const now = monotonic();
      const state = kinds.get(kind) ?? { allowance: BURST, countedAt: now, heldBack: 0 };
      const allowance = Math.min(BURST, state.allowance + (now - state.countedAt) / REFILL_MS);
      const admitted = allowance >= 1;
      const heldBack = admitted ? 0 : state.heldBack + 1;
      kinds.set(kind, { allowance: admitted ? allowance - 1 : allowance, countedAt: now, heldBack });
      return { admitted, heldBack: state.heldBack };
    },
  };
}
