import type { ProgramItem } from '../../../src/shared/program.ts';
import type { Result } from '../../../src/shared/result.ts';
import type { VisibleSettings } from '../../../src/shared/settings-schema.ts';
import type { PixelSample } from '../read-pixels.ts';

/** How pictures are drawn and heard; part of the technician's settings. */
export type StageSettings = Pick<
  VisibleSettings,
  'fit' | 'backgroundColour' | 'transition' | 'transitionMs' | 'volume' | 'longestWaitSeconds'
>;

/** What a layer tells while it is on the screen. */
export interface LayerEvents {
  /** The end of its media can be told, or told better: `endMs` is monotonic ms. */
  readonly onEndKnown: (endMs: number) => void;
  /** The media came to its end, whether or not that was foretold. */
  readonly onEnded: () => void;
  /** It broke while it was shown. */
  readonly onBroken: (reason: string) => void;
  /** Somebody pressed in it (`press`), goes on using it, or came to where nothing is (`lost`). */
  readonly onTouched?: (kind: 'press' | 'use' | 'lost') => void;
}

/** The plan of a group for the item of a layer. */
export interface Timeline {
  /** When its first picture is due, monotonic ms; it may move a little while it is followed. */
  readonly startMs: () => number;
}

/**
 * One item's picture: an element of its own that fills the stage. It is made hidden, prepared hidden, begun, revealed
 * by the stage, and released.
 */
export interface Layer {
  readonly item: ProgramItem;
  readonly element: HTMLElement;
  /** Loads until a first frame can be shown at once. Called once. */
  prepare(): Promise<Result<null>>;
  /** Puts what is prepared and hidden to a place in its time (ms from its start); absent where all places look alike. */
  place?(positionMs: number): Promise<void>;
  /** Lets the media run, still hidden and silent; in a group they keep to its `timeline`. */
  begin(timeline: Timeline | null): void;
  /** The layer is the one that people see, and may be heard. */
  enter(events: LayerEvents): void;
  /** The layer is being covered: it goes silent and tells nothing any more. */
  leave(): void;
  /** Resolves when the compositor has presented a frame of it since {@link begin}, or has had time enough for it. */
  presented(): Promise<void>;
  /**
   * Begins anew in its place, without anything that was stored while it was used; fails as {@link prepare} does. Absent: it cannot
   * be used.
   */
  renew?(): Promise<Result<null>>;
  applySettings(settings: StageSettings): void;
  /** What it has drawn on canvases is gone with the process that draws; absent where the browser draws everything. */
  redraw?(): void;
  /** Frames that reached the compositor since {@link begin}; an image counts as one. */
  framesPresented(): number;
  /** Whether pictures ought to move now: not at the end of a video, nor while the page is not painted. */
  isMoving(): boolean;
  /** Whether it waits for bytes. */
  isBuffering(): boolean;
  /** Frames that were never shown and frames that stood too long, since {@link begin}. */
  flaws(): FrameFlaws;
  /** A small read-back of its picture; null where pixels cannot be read. */
  sample(): Promise<PixelSample | null>;
  /** The same, as it was when the layer had been prepared. */
  preparedSample(): PixelSample | null;
  /** Seconds into its media, as it says itself; 0 for what has no time. */
  position(): number;
  /** Of what has no picture of its own: takes over the layer that it follows, and what comes of it. */
  standOn?(before: Layer): void;
  /** Hands on what it has taken over, to who has no picture either. */
  yieldGround?(): Layer | null;
  /** Nothing of it can be seen. */
  isBare?(): boolean;
  /** Gives back memory and decoders. The layer is not used again. */
  release(): void;
}

/** What went wrong with single frames of a layer. */
export interface FrameFlaws {
  readonly dropped: number;
  readonly repeated: number;
}

export const NO_FLAWS: FrameFlaws = { dropped: 0, repeated: 0 };

/** How long a layer may prepare before it counts as unable to play. */
export const PREPARE_LIMIT_MS = 15_000;

/** The full-size box that every kind of layer lives in; hidden until it is revealed. */
export function createLayerBox(page: Document): HTMLDivElement {
  const box = page.createElement('div');
  Object.assign(box.style, {
    position: 'absolute',
    inset: '0',
    overflow: 'hidden',
    // Not opacity: Chromium paints nothing ahead for what is transparent, and every boundary flashes.
    visibility: 'hidden',
    pointerEvents: 'none',
    // Its own compositor layer from the start: one that is made when an animation begins lacks the video for a frame.
    willChange: 'transform, opacity',
  });
  return box;
}

/** Lets a picture fill its box by the `fit` setting. */
export function fitPicture(picture: HTMLElement, settings: StageSettings): void {
  Object.assign(picture.style, {
    position: 'absolute',
    inset: '0',
    width: '100%',
    height: '100%',
    border: '0',
    objectFit: settings.fit,
  });
}
