import type { Clock } from '../../src/shared/clock.ts';
import type { Layer } from './layers/layer.ts';

/** When an item of a group is shown; monotonic ms. */
interface JoinTimes {
  /** Its boundary on this screen: that of the plan, or earlier than now for a screen that comes late. */
  readonly atMs: number;
  /** The planned start of the item. */
  readonly startMs: number;
  /** The planned end. */
  readonly endMs: number;
}

/** Puts an item that is joined in its middle where it will have to be when it is seen. */
export interface Join {
  /** When a layer that stands ready can be shown; null: it is being put in its place, and `onPlaced` is called then. */
  showAt(layer: Layer, times: JoinTimes): number | null;
}

/** An item that is late by less begins at its beginning and is caught up with while it runs. */
const FROM_MS = 250;
/** How long it may take to put a video to another place. */
const PLACING_MS = 900;
/** So short a rest of an item is not worth it. */
const LEAST_REST_MS = 300;

/** Makes a {@link Join}. */
export function createJoin(clock: Clock, onPlaced: () => void): Join {
  let placed: { readonly layer: Layer; readonly startMs: number; readonly showAtMs: number } | null = null;
  let isThere = false;

  return {
    showAt(layer, { atMs, startMs, endMs }) {
      const nowMs = clock.monotonic();
      if (layer.place === undefined || Math.max(atMs, nowMs) - startMs < FROM_MS) return atMs;
      const isPlacedFor = placed?.layer === layer && Math.abs(placed.startMs - startMs) < FROM_MS;
      if (placed !== null && isPlacedFor) {
        if (!isThere) return null;
        if (nowMs - placed.showAtMs < FROM_MS) return placed.showAtMs;
      }
      const showAtMs = Math.max(atMs, nowMs + PLACING_MS);
      if (endMs - showAtMs < LEAST_REST_MS) return atMs;
      const mine = { layer, startMs, showAtMs };
      placed = mine;
      isThere = false;
      void layer.place(showAtMs - startMs).then(() => {
        if (placed !== mine) return;
        isThere = true;
        onPlaced();
      });
      return null;
    },
  };
}
