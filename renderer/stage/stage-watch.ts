import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { PixelProof } from '../../src/shared/status.ts';
import { createFrameWatch } from './frame-watch.ts';
import type { Layer } from './layers/layer.ts';
import type { OnScreen } from './on-screen.ts';
import { createPixelWatch } from './pixel-watch.ts';

/** What the stage says of its own pixels. */
export interface StageProof {
  /** Null: nothing whose pixels can be read. */
  readonly pixels: PixelProof | null;
  /** A fresh decoder did not help: only loading the page again can. */
  readonly needsReload: boolean;
}

export interface StageWatch {
  start(): void;
  stop(): void;
  /** Looks at the pixels on the screen; called at each sign of life. */
  provePixels(): Promise<StageProof>;
}

export interface StageWatchDependencies {
  readonly clock: Clock;
  readonly onScreen: OnScreen;
  /** True while layers change places: then nothing is held against anyone. */
  readonly isCrossing: () => boolean;
  /** Each second, before anything else is looked at. */
  readonly onTick: () => void;
  /** The layer on the screen needs a fresh decoder. */
  readonly onWedged: () => void;
  /** A fresh one did not help. */
  readonly onBroken: (reason: string) => void;
}

const WATCH_EVERY_MS = 1_000;

/** Watches what is on the screen: its presented frames and position every second, its pixels when it is asked. */
export function createStageWatch(dependencies: StageWatchDependencies): StageWatch {
  const { clock, onScreen, isCrossing, onTick, onWedged, onBroken } = dependencies;
  const pixelWatch = createPixelWatch();
  let frameWatch = createFrameWatch();
  let watched: Layer | null = null;
  let timer: ClockTimer | null = null;

  function look(): void {
    timer = clock.after(WATCH_EVERY_MS, look);
    onTick();
    const { layer, media, restarts } = onScreen;
    if (layer !== watched) frameWatch = createFrameWatch();
    // Also when there is none: one that has gone is not held any longer.
    watched = layer;
    if (layer === null || isCrossing() || media.mustRestart) return;
    const stuck = frameWatch.isStuck({
      atMs: clock.monotonic(),
      frames: layer.framesPresented(),
      position: layer.position(),
      isMoving: layer.isMoving(),
      isBuffering: layer.isBuffering(),
      longestFrameMs: layer.item.longestFrameMs ?? null,
    });
    if (!stuck) return;
    frameWatch = createFrameWatch();
    if (restarts === 0 && media.canRunAgain) onWedged();
    else onBroken(`${layer.item.fileName} shows no new frames, and a fresh decoder did not help.`);
  }

  return {
    start() {
      timer ??= clock.after(0, look);
    },
    stop() {
      timer?.cancel();
      timer = null;
    },
    async provePixels() {
      const { layer } = onScreen;
      const sample = (await layer?.sample()) ?? null;
      const isOther = layer !== onScreen.layer;
      if (isOther || isCrossing() || onScreen.media.mustRestart) return { pixels: null, needsReload: false };
      const looked = pixelWatch.look(layer, sample);
      if (looked?.remedy === 'prepare' && onScreen.media.canRunAgain) onWedged();
      return { pixels: looked?.proof ?? null, needsReload: looked?.remedy === 'reload' };
    },
  };
}
