import type { PictureBox } from '../../../src/shared/drawing.ts';
import type { ProgramItem } from '../../../src/shared/program.ts';
import { fail, ok } from '../../../src/shared/result.ts';
import type { Size } from '../../panel/geometry.ts';
import { createBackground } from './background.ts';
import { firstEvent } from './first-event.ts';
import { createGrowthWatch } from './growth-watch.ts';
import { longestPiece, neededSize, type ImageScaler } from './image-scaler.ts';
import { createLayerBox, fitPicture, NO_FLAWS, type Layer, type StageSettings } from './layer.ts';
import { panelBox, pictureBox } from './picture-box.ts';
import { readPixels, type PixelSample } from '../read-pixels.ts';
import { release } from './release.ts';
import { adoptFirstPicture, moveFirstPicture, settleFirstPicture } from '../first-picture.ts';

export interface ImageLayerNeeds {
  /** Null: every picture is drawn by the browser itself. */
  readonly scale: ImageScaler | null;
  /** Waits until what is set now has been painted. */
  readonly waitForPaint: () => Promise<void>;
}

/** What the browser's decoders may scale; by the bytes, since `mime` is what the download was found to be. */
const SCALABLE = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif']);

type Drawn = HTMLImageElement | HTMLCanvasElement;

/**
 * A still or animated image, drawn as an image whatever it is: an SVG's scripts never run. A still one is decoded in a worker,
 * no larger than the panel needs, and goes with its layer: of an `<img>` that has left the browser keeps the pixels until all
 * of them are half a gigabyte. Of a vector one that stands still the player hands out a picture of the size that is asked for.
 */
export function createImageLayer(
  page: Document,
  item: ProgramItem,
  firstSettings: StageSettings,
  { scale, waitForPaint }: ImageLayerNeeds,
): Layer {
  const element = createLayerBox(page);
  /** It stands on the screen already; null: nothing of it does. */
  const adopted = adoptFirstPicture(page, item.source);
  const image = adopted ?? createImage();
  const gone = new AbortController();
  const background = createBackground(element, firstSettings.backgroundColour);
  let settings = firstSettings;
  /** What is shown: the image itself, or the canvas with the scaled one; null before it is prepared. */
  let shown: Drawn | null = null;
  let own: Size = { width: 0, height: 0 };
  let prepared: PixelSample | null = null;
  let isScaling = false;
  /** The canvas that stands has lost its pixels. */
  let isLost = false;
  /** What `shown` was asked for, when that depends on the panel. */
  let address = item.source;

  function createImage(): HTMLImageElement {
    const made = page.createElement('img');
    made.decoding = 'sync';
    made.draggable = false;
    made.alt = '';
    return made;
  }

  function applySettings(changed: StageSettings): void {
    settings = changed;
    background.setColour(changed.backgroundColour);
    fitPicture(image, changed);
    if (shown !== null) fitPicture(shown, changed);
    void sharpen();
  }

  function needed(): Size | null {
    const box = panelBox(element);
    if (box.width === 0 || box.height === 0 || own.width === 0) return null;
    return neededSize(own, box, settings.fit, longestPiece(page));
  }

  /** The picture as a canvas of as many pixels as the panel needs; null when the browser must draw it itself. */
  async function scaled(): Promise<HTMLCanvasElement | null> {
    const size = needed();
    if (scale === null || size === null) return null;
    const bitmap = await scale({ source: item.source, size }, gone.signal);
    if (bitmap === null) return null;
    const canvas = page.createElement('canvas');
    const context = canvas.getContext('bitmaprenderer');
    if (context === null || gone.signal.aborted) {
      bitmap.close();
      return null;
    }
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    context.transferFromImageBitmap(bitmap);
    fitPicture(canvas, settings);
    return canvas;
  }

  /** A panel that grew, or another fit, needs more pixels than were kept: what stands is replaced, without a gap. */
  async function sharpen(): Promise<void> {
    const old = shown;
    if (old === null || isScaling || !(isLost || isStale(old))) return;
    isLost = false;
    isScaling = true;
    const better = isVector(item) ? await drawnAnew() : ((await scaled()) ?? (await decoded(image)));
    isScaling = false;
    if (better === null) return;
    await replace(old, better);
    // The panel may have grown on meanwhile.
    void sharpen();
  }

  /** Without a gap; nothing is replaced when the layer has gone or shows another one by now. */
  async function replace(old: Drawn, better: Drawn): Promise<void> {
    if (gone.signal.aborted || shown !== old) {
      release(better);
      return;
    }
    element.prepend(better);
    shown = better;
    await waitForPaint();
    release(old);
  }

  function wantedAddress(): string {
    return addressFor(item, pictureBox(element, settings.fit));
  }

  function isStale(drawn: Drawn): boolean {
    if (isVector(item)) return address !== wantedAddress();
    return drawn !== image && isTooSmall(drawn);
  }

  /** For the panel as it is now; null, and what stands goes on standing, when it cannot be had. */
  async function drawnAnew(): Promise<HTMLImageElement | null> {
    address = wantedAddress();
    const anew = createImage();
    fitPicture(anew, settings);
    return await decoded(anew);
  }

  function isTooSmall(drawn: Size): boolean {
    const { width, height } = needed() ?? own;
    // A step of rounding is not worth a second look at the file.
    return width > drawn.width + 1 || height > drawn.height + 1;
  }

  async function decoded(into: HTMLImageElement): Promise<HTMLImageElement | null> {
    if (gone.signal.aborted) return null;
    into.src = address;
    try {
      await into.decode();
      return into;
    } catch {
      if (into !== image) release(into);
      return null;
    }
  }

  /** Its size stands at the beginning of its bytes; nothing is decoded for it. */
  async function readSize(): Promise<void> {
    image.src = item.source;
    await firstEvent(image, ['load', 'error'], gone.signal);
    own = { width: image.naturalWidth, height: image.naturalHeight };
  }

  /** What stood there before the player is as large as its file; it stays only as large as the panel needs it. */
  async function shrink(): Promise<void> {
    own = { width: image.naturalWidth, height: image.naturalHeight };
    const size = needed();
    const isLarger = size !== null && size.width * size.height < own.width * own.height;
    if (shown !== image || scale === null || !isScalableKind(item) || !isLarger) return;
    const smaller = await scaled();
    if (smaller !== null) await replace(image, smaller);
  }

  /** Takes the picture of the first page over; null when it is not whole. */
  async function takeOver(picture: HTMLImageElement): Promise<HTMLImageElement | null> {
    try {
      await picture.decode();
    } catch {
      return null;
    }
    if (!gone.signal.aborted) moveFirstPicture(picture, element);
    return picture;
  }

  const grown = createGrowthWatch(page, element, () => void sharpen());
  applySettings(settings);

  return {
    item,
    element,
    async prepare() {
      const isScalable = scale !== null && adopted === null && isScalableKind(item);
      if (isScalable) await readSize();
      const canvas = isScalable ? await scaled() : null;
      address = wantedAddress();
      const taken = adopted === null ? null : await takeOver(adopted);
      const picture = canvas ?? taken ?? (await decoded(image));
      if (picture === null) return fail('undecodable', `The image ${item.fileName} cannot be decoded.`);
      if (gone.signal.aborted) {
        release(picture);
        return fail('released', `${item.fileName} is not wanted any more.`);
      }
      // The whole file need not stay beside the scaled one.
      if (picture !== image) release(image);
      if (taken === null) element.append(picture);
      shown = picture;
      background.set(true);
      grown.start();
      prepared = readPixels(page, picture);
      return ok(null);
    },
    begin: () => {
      if (adopted === null) return;
      settleFirstPicture(adopted);
      void shrink();
    },
    enter: () => undefined,
    leave: () => undefined,
    presented: () => Promise.resolve(),
    applySettings,
    redraw() {
      isLost = shown !== null && shown !== image && !isVector(item);
      void sharpen();
    },
    framesPresented: () => (shown === null ? 0 : 1),
    isMoving: () => false,
    isBuffering: () => false,
    position: () => 0,
    flaws: () => NO_FLAWS,
    sample: () => Promise.resolve(shown === null ? null : readPixels(page, shown)),
    preparedSample: () => prepared,
    release() {
      gone.abort();
      grown.stop();
      shown = null;
      release(image);
      release(element);
    },
  };
}

function isScalableKind({ mime }: ProgramItem): boolean {
  return mime !== null && SCALABLE.has(mime);
}

function isVector({ mime, source }: ProgramItem): boolean {
  // What ships with the player needs no judgement, and is not served by the player's store.
  return mime === 'image/svg+xml' && source.startsWith('/media/');
}

/** Under which address the picture for this part of the panel is had. */
function addressFor(item: ProgramItem, box: PictureBox | null): string {
  if (!isVector(item) || box === null) return item.source;
  const { width, height, fit } = box;
  return `${item.source}?${new URLSearchParams({ width: String(width), height: String(height), fit }).toString()}`;
}
