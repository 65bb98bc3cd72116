import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import { describeThrown, fail, type Result } from '../../src/shared/result.ts';
import { PREPARE_LIMIT_MS, type Layer } from './layers/layer.ts';

/** The one layer that is being prepared, or stands ready. */
export interface Preload {
  /** What it holds; null: nothing. */
  item(): ProgramItem | null;
  /** The layer when it is ready to be shown. */
  ready(): Layer | null;
  /** Prepares `layer` in place of whatever was here. */
  begin(layer: Layer): void;
  /** Hands the ready layer over; the place is empty then. */
  take(): Layer | null;
  /** Throws away what is here. */
  drop(): void;
}

interface PreloadDependencies {
  readonly clock: Clock;
  /** Told once for each layer that was begun and not dropped. On failure the layer is released already. */
  readonly onSettled: (item: ProgramItem, result: Result<null>) => void;
}

/** Makes the place for one preload: at most one is ever in flight (ANCHORS: two timers once tripled the DOM). */
export function createPreload({ clock, onSettled }: PreloadDependencies): Preload {
  let held: { readonly layer: Layer; readonly limit: ClockTimer; isReady: boolean } | null = null;

  function drop(): void {
    held?.limit.cancel();
    held?.layer.release();
    held = null;
  }

  return {
    item: () => held?.layer.item ?? null,
    ready: () => (held?.isReady === true ? held.layer : null),
    begin(layer) {
      drop();
      const settle = (result: Result<null>): void => {
        limit.cancel();
        if (held !== mine || mine.isReady) return;
        if (result.ok) mine.isReady = true;
        else drop();
        onSettled(layer.item, result);
      };
      const limit = clock.after(PREPARE_LIMIT_MS, () => {
        settle(fail('too-slow', `${layer.item.fileName} was not ready in ${PREPARE_LIMIT_MS / 1000} s.`));
      });
      const mine = { layer, limit, isReady: false };
      held = mine;
      layer.prepare().then(settle, (thrown: unknown) => {
        settle(fail('broken', `${layer.item.fileName} cannot be prepared: ${describeThrown(thrown)}`));
      });
    },
    take() {
      const taken = held?.isReady === true ? held.layer : null;
      if (taken !== null) held = null;
      return taken;
    },
    drop,
  };
}
