import type { Size } from '../../panel/geometry.ts';
import type { StageSettings } from './layer.ts';
import { release } from './release.ts';

/** An opened PDF. */
export interface PdfDocument {
  readonly pages: number;
  /** Draws a page (1 is the first) as large as it will be shown in a box of `box` device pixels. */
  render(pageNumber: number, box: Size, fit: StageSettings['fit']): Promise<HTMLCanvasElement>;
  close(): void;
}

/** Opens the bytes of a PDF for a box of so many device pixels; rejects when they are none. */
export type PdfOpener = (bytes: Uint8Array<ArrayBuffer>, box: Size) => Promise<PdfDocument>;

/** The longest side of a drawn page, device pixels: a poster's page on a 4K panel, or on a wall, and no more memory than that. */
const LONGEST_SIDE = 4_096;

/**
 * Opens PDFs with PDF.js in a worker of its own. Its code is loaded with the first PDF; what it needs beside it (fonts,
 * character maps, decoders) lies in `pdf/` of the renderer, since nothing may come from elsewhere.
 */
export function createPdfOpener(page: Document): PdfOpener {
  return async (bytes, box) => {
    const [library, worker] = await Promise.all([
      import('pdfjs-dist'),
      import('pdfjs-dist/build/pdf.worker.min.mjs?url'),
    ]);
    library.GlobalWorkerOptions.workerSrc = worker.default;
    const beside = (folder: string): string => new URL(`pdf/${folder}/`, page.baseURI).href;
    const opening = library.getDocument({
      data: bytes,
      cMapUrl: beside('cmaps'),
      standardFontDataUrl: beside('standard_fonts'),
      wasmUrl: beside('wasm'),
      // The content security policy allows no WebAssembly; the decoders come as JavaScript then.
      useWasm: false,
      useSystemFonts: true,
      maxImageSize: largestImage(box, memoryOf(page)),
    });
    const pdf = await opening.promise.catch((thrown: unknown) => {
      // What is no PDF has a worker all the same.
      void opening.destroy();
      throw isLocked(thrown) ? new Error('it is protected by a password') : thrown;
    });
    return {
      pages: pdf.numPages,
      async render(pageNumber, shownIn, fit) {
        const pdfPage = await pdf.getPage(pageNumber);
        const plain = pdfPage.getViewport({ scale: 1 });
        const viewport = pdfPage.getViewport({ scale: scaleFor(plain, shownIn, fit) });
        const canvas = page.createElement('canvas');
        canvas.width = Math.ceil(viewport.width);
        canvas.height = Math.ceil(viewport.height);
        try {
          await pdfPage.render({ canvas, viewport }).promise;
        } catch (thrown) {
          release(canvas);
          throw thrown;
        }
        pdfPage.cleanup();
        return canvas;
      },
      close: () => void opening.destroy(),
    };
  };
}

/** A scan of a page at 300 dpi has 9 megapixels. */
const LEAST_IMAGE_PIXELS = 16_777_216;
/** Of each GB of the machine; a picture takes four bytes a pixel, several times while it is decoded. */
const PIXELS_PER_GB = 8_388_608;
const PIXELS_PER_PANEL_PIXEL = 4;

/**
 * The pixels that a picture in a PDF may have on a panel of `panel` device pixels and a machine of `memoryGb`; PDF.js leaves
 * larger ones out. One of 16,000 x 16,000 takes the browser down.
 */
export function largestImage(panel: Size, memoryGb: number): number {
  const wanted = panel.width * panel.height * PIXELS_PER_PANEL_PIXEL;
  return Math.max(LEAST_IMAGE_PIXELS, Math.min(wanted, memoryGb * PIXELS_PER_GB));
}

/** Chromium tells 8 for all that is more; a page that is not told counts as small. */
function memoryOf(page: Document): number {
  const { deviceMemory } = (page.defaultView?.navigator ?? {}) as { deviceMemory?: number };
  return deviceMemory ?? 1;
}

/** PDF.js asks for a password by throwing; nobody is there to type one. */
function isLocked(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'PasswordException';
}

/** How much a page of `own` size grows to be shown in `box`. */
export function scaleFor(own: Size, box: Size, fit: StageSettings['fit']): number {
  const [across, down] = [box.width / own.width, box.height / own.height];
  const wanted = fit === 'contain' ? Math.min(across, down) : Math.max(across, down);
  return Math.min(wanted, LONGEST_SIDE / Math.max(own.width, own.height));
}
