import type { Clock, ClockTimer } from '../../../src/shared/clock.ts';
import type { ProgramItem } from '../../../src/shared/program.ts';
import { describeThrown, fail, ok, type Result } from '../../../src/shared/result.ts';
import type { Size } from '../../panel/geometry.ts';
import { createBackground } from './background.ts';
import { createGrowthWatch } from './growth-watch.ts';
import {
  createLayerBox,
  fitPicture,
  NO_FLAWS,
  type Layer,
  type StageSettings,
  type Timeline,
} from './layer.ts';
import type { PdfDocument, PdfOpener } from './pdf-document.ts';
import { readPixels, type PixelSample } from '../read-pixels.ts';
import { release } from './release.ts';

/** The bytes of a file of the player's own origin. */
type ByteFetcher = (source: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

export interface PdfLayerNeeds {
  readonly open: PdfOpener;
  readonly fetchBytes: ByteFetcher;
  /** Waits until what is set now has been painted. */
  readonly waitForPaint: () => Promise<void>;
}

/** The first page comes again only when the item surely stays: at the boundary itself it would be a flash of it. */
const AGAIN_AFTER_MS = 400;
/** Pages that are shorter than this nobody reads, and drawing them would take the whole machine. */
const LEAST_PAGE_MS = 500;
/** How long an item stands when nothing says so (docs/server-contract.md, The playlist body). */
const DEFAULT_MS = 10_000;

/**
 * A PDF, whose pages share the item's duration. The page that comes is drawn while the one before is
 * shown, on a canvas that lies hidden; a page that is not ready in time lets the one before stand.
 */
export function createPdfLayer(
  page: Document,
  clock: Clock,
  item: ProgramItem,
  firstSettings: StageSettings,
  { open, fetchBytes, waitForPaint }: PdfLayerNeeds,
): Layer {
  const element = createLayerBox(page);
  const background = createBackground(element, firstSettings.backgroundColour);
  let settings = firstSettings;
  let pdf: PdfDocument | null = null;
  let shown: HTMLCanvasElement | null = null;
  /** The page that waits for its time. */
  let ahead: HTMLCanvasElement | null = null;
  let prepared: PixelSample | null = null;
  let pagesShown = 0;
  let pageOnTop = 0;
  /** What the pages were last drawn for. */
  let drawnFor: Size = { width: 0, height: 0 };
  let timer: ClockTimer | null = null;
  /** How often what had been drawn was gone with the process that draws. */
  let timesLost = 0;
  let timeline: Timeline | null = null;
  const gone = new AbortController();
  const hasLeft = (): boolean => gone.signal.aborted;

  function applySettings(changed: StageSettings): void {
    settings = changed;
    background.setColour(changed.backgroundColour);
    for (const canvas of element.querySelectorAll('canvas')) fitPicture(canvas, changed);
  }
  const grown = createGrowthWatch(page, element, () => void sharpen());
  applySettings(firstSettings);

  function boxNow(): Size {
    const ratio = page.defaultView?.devicePixelRatio ?? 1;
    return {
      width: Math.max(1, element.clientWidth * ratio),
      height: Math.max(1, element.clientHeight * ratio),
    };
  }

  /** A panel that grew needs more of the page that stands. */
  async function sharpen(): Promise<void> {
    const box = boxNow();
    if (box.width > drawnFor.width || box.height > drawnFor.height) await drawAnew();
  }

  /** One that turns away meanwhile is drawn for the new page anyway. */
  async function drawAnew(): Promise<void> {
    if (pdf === null || shown === null) return;
    const wanted = pageOnTop;
    const better = await draw(pdf, wanted).catch(() => null);
    if (better === null) return;
    if (pageOnTop === wanted) await show(better, wanted);
    else release(better);
  }

  async function draw(document: PdfDocument, pageNumber: number): Promise<HTMLCanvasElement> {
    drawnFor = boxNow();
    const canvas = await document.render(pageNumber, drawnFor, settings.fit);
    fitPicture(canvas, settings);
    return canvas;
  }

  /** The new page is painted below the old one before that goes, so that nothing shines through. */
  async function show(canvas: HTMLCanvasElement, pageNumber: number): Promise<void> {
    if (hasLeft()) {
      release(canvas);
      return;
    }
    const old = shown;
    element.prepend(canvas);
    shown = canvas;
    pageOnTop = pageNumber;
    pagesShown += 1;
    await waitForPaint();
    if (old !== null) release(old);
  }

  const shareOf = ({ pages }: PdfDocument): number =>
    Math.max((item.durationMs ?? DEFAULT_MS) / pages, LEAST_PAGE_MS);

  /** Draws the page after `turn` turns ahead of its time. The times are those of the plan, so that none drifts. */
  async function turnPages(document: PdfDocument, startMs: () => number): Promise<void> {
    // Of a book in ten seconds the first pages are shown, in their order.
    const share = shareOf(document);
    const first = Math.max(1, Math.floor((clock.monotonic() - startMs()) / share));
    for (let turn = first; !hasLeft(); turn += 1) {
      const pageNumber = (turn % document.pages) + 1;
      const losses = timesLost;
      const next = await draw(document, pageNumber);
      if (hasLeft()) {
        release(next);
        return;
      }
      ahead = next;
      // A slow machine leaves pages out rather than run after them.
      turn = Math.max(turn, Math.floor((clock.monotonic() - startMs()) / share));
      const dueMs = startMs() + turn * share + (turn % document.pages === 0 ? AGAIN_AFTER_MS : 0);
      await new Promise<void>((resolve) => {
        timer = clock.after(dueMs - clock.monotonic(), resolve);
      });
      ahead = null;
      if (losses !== timesLost) release(next);
      await show(losses === timesLost ? next : await draw(document, pageNumber), pageNumber);
    }
  }

  const notWanted = (): Result<null> => fail('released', `${item.fileName} is not wanted any more.`);

  async function load(): Promise<Result<null>> {
    try {
      const opened = await open(await fetchBytes(item.source, gone.signal), boxNow());
      if (hasLeft()) {
        opened.close();
        return notWanted();
      }
      pdf = opened;
      const first = await draw(opened, 1);
      await show(first, 1);
      if (hasLeft()) return notWanted();
      background.set(true);
      grown.start();
      prepared = readPixels(page, first);
      return ok(null);
    } catch (thrown) {
      return fail('undecodable', `The PDF ${item.fileName} cannot be shown: ${describeThrown(thrown)}`);
    }
  }

  return {
    item,
    element,
    prepare: load,
    async place(positionMs) {
      if (pdf === null) return;
      const wanted = (Math.floor(positionMs / shareOf(pdf)) % pdf.pages) + 1;
      if (wanted === pageOnTop) return;
      const drawn = await draw(pdf, wanted).catch(() => null);
      if (drawn !== null) await show(drawn, wanted);
    },
    begin(followed) {
      timeline = followed;
    },
    enter({ onBroken }) {
      if (pdf === null || pdf.pages < 2) return;
      const enteredMs = clock.monotonic();
      turnPages(pdf, timeline?.startMs ?? (() => enteredMs)).catch((thrown: unknown) => {
        if (!hasLeft()) onBroken(`The PDF ${item.fileName} broke off: ${describeThrown(thrown)}`);
      });
    },
    leave: () => undefined,
    presented: () => Promise.resolve(),
    applySettings,
    redraw() {
      timesLost += 1;
      void drawAnew();
    },
    framesPresented: () => pagesShown,
    isMoving: () => false,
    isBuffering: () => false,
    flaws: () => NO_FLAWS,
    sample: () => Promise.resolve(shown === null ? null : readPixels(page, shown)),
    preparedSample: () => prepared,
    position: () => 0,
    release() {
      gone.abort();
      timer?.cancel();
      grown.stop();
      pdf?.close();
      if (ahead !== null) release(ahead);
      shown = ahead = null;
      release(element);
    },
  };
}
