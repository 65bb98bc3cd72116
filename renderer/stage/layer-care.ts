import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { PixelProof } from '../../src/shared/status.ts';
import { createFrameWatch } from './frame-watch.ts';
import type { Layer } from './layer.ts';
import { createPixelWatch } from './pixel-watch.ts';

/** What the stage says of its own pixels. */
export interface StageProof {
  /** Null: nothing whose pixels can be read. */
  readonly pixels: PixelProof | null;
  /** A fresh decoder did not help: only loading the page again can. */
  readonly needsReload: boolean;
}

/** Watches over the layer on the screen: a stuck or black one gets a fresh decoder, and then it is given up. */
export interface LayerCare {
  start(): void;
  stop(): void;
  /** Another item has its turn. */
  itemChanged(): void;
  /** Another layer is on the screen; `isRepair`: in place of one that was stuck. */
  layerChanged(isRepair: boolean): void;
  /** Looks at the pixels, at each sign of life. */
  provePixels(): StageProof;
}

interface LayerCareDependencies {
  readonly clock: Clock;
  /** The layer to watch now; null while there is none, or one is on its way. */
  readonly layer: () => Layer | null;
  /** Prepares the item of the layer once more in its place; false when that cannot be done. */
  readonly startAnew: () => boolean;
  readonly giveUp: (reason: string) => void;
}

const WATCH_EVERY_MS = 1_000;

/** Makes the watch over what `layer` answers. */
export function createLayerCare({ clock, layer, startAnew, giveUp }: LayerCareDependencies): LayerCare {
  const pixelWatch = createPixelWatch();
  let frameWatch = createFrameWatch();
  /** Fresh decoders that the item on the screen has needed. */
  let restarts = 0;
  let timer: ClockTimer | null = null;

  function look(): void {
    timer = clock.after(WATCH_EVERY_MS, look);
    const watched = layer();
    if (watched === null) return;
    const stuck = frameWatch.isStuck({
      atMs: clock.monotonic(),
      frames: watched.framesPresented(),
      position: watched.position(),
      isMoving: watched.isMoving(),
      isBuffering: watched.isBuffering(),
    });
    if (!stuck) return;
    frameWatch = createFrameWatch();
    if (restarts > 0 || !startAnew()) {
      giveUp(`${watched.item.fileName} shows no new frames, and a fresh decoder did not help.`);
    }
  }

  return {
    start: look,
    stop: () => timer?.cancel(),
    itemChanged() {
      restarts = 0;
    },
    layerChanged(isRepair) {
      if (isRepair) restarts += 1;
      frameWatch = createFrameWatch();
    },
    provePixels() {
      const looked = pixelWatch.look(layer());
      if (looked?.remedy === 'prepare') startAnew();
      return { pixels: looked?.proof ?? null, needsReload: looked?.remedy === 'reload' };
    },
  };
}
