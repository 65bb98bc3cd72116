import { UNKNOWN_MEDIA, type MediaState } from './layer-swaps.ts';
import { NO_FLAWS, type FrameFlaws, type Layer } from './layers/layer.ts';

/** The layer that people see, and what is known of it. */
export interface OnScreen {
  /** Null: the standby screen. */
  readonly layer: Layer | null;
  readonly media: MediaState;
  /** When its bytes were last loaded, or tried to be, monotonic ms. */
  readonly loadedAtMs: number;
  /** What went wrong with single frames of the item, in its runs that are over. */
  readonly flaws: FrameFlaws;
  /** Fresh decoders that the item has needed. */
  readonly restarts: number;
  learn(news: Partial<MediaState>): void;
  /** The layer has come to the screen, or nothing has; answers the one that goes. */
  replace(layer: Layer | null, atMs: number): Layer | null;
  /** A boundary: what is counted for each item begins anew. */
  beginItem(): void;
  noteLoading(atMs: number): void;
  /** Hides and releases a layer that has left the screen. */
  retire(layer: Layer): void;
}

/** An empty screen. */
export function createOnScreen(): OnScreen {
  let layer: Layer | null = null;
  let media = UNKNOWN_MEDIA;
  let loadedAtMs = 0;
  let flaws = NO_FLAWS;
  let restarts = 0;
  return {
    get layer() {
      return layer;
    },
    get media() {
      return media;
    },
    get loadedAtMs() {
      return loadedAtMs;
    },
    get flaws() {
      return flaws;
    },
    get restarts() {
      return restarts;
    },
    learn(news) {
      media = { ...media, ...news };
    },
    replace(incoming, atMs) {
      const outgoing = layer;
      if (outgoing !== null) flaws = sumOf(flaws, outgoing.flaws());
      if (media.mustRestart) restarts += 1;
      layer = incoming;
      media = UNKNOWN_MEDIA;
      loadedAtMs = atMs;
      outgoing?.leave();
      return outgoing;
    },
    beginItem() {
      flaws = NO_FLAWS;
      restarts = 0;
    },
    noteLoading(atMs) {
      loadedAtMs = atMs;
    },
    retire(gone) {
      gone.element.style.visibility = 'hidden';
      gone.release();
    },
  };
}

function sumOf(one: FrameFlaws, other: FrameFlaws): FrameFlaws {
  return { dropped: one.dropped + other.dropped, repeated: one.repeated + other.repeated };
}
