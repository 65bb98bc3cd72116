import { readPixels, SAMPLE_COLUMNS, SAMPLE_ROWS, type PixelSample } from './read-pixels.ts';

/** Formats whose first plane is the brightness, and how many bits of it each pixel has; more than 8 lie in two bytes. */
const LUMA_BITS = new Map<string, number>([
  ...['I420', 'I420A', 'I422', 'I422A', 'I444', 'I444A', 'NV12', 'NV12A'].map((name) => [name, 8] as const),
  ...['I420P10', 'I422P10', 'I444P10'].map((name) => [name, 10] as const),
  ...['I420P12', 'I422P12', 'I444P12'].map((name) => [name, 12] as const),
]);
/** A format that is called so has transparency. */
const SEE_THROUGH = /A(P1[02])?$/;
/** Brightness of the film's range as that of a screen: 16 is black and 235 white, unless the film says otherwise. */
const FILM_BLACK = 16;
const FILM_RANGE = 219;
const SCREEN_RANGE = 255;

/**
 * Reads the frame of a video back as {@link readPixels} does, from the decoder's own planes: two lines of each row of
 * cells. Drawn on a canvas, the whole frame would be converted on the page's own thread, which held it for up to 140 ms, and
 * Chromium would keep shared memory of it, 0.3 MB for each clip (measured); so that only serves where there are no planes.
 */
export async function readVideoPixels(page: Document, video: HTMLVideoElement): Promise<PixelSample | null> {
  return (await readPlane(video)) ?? readPixels(page, video);
}

/** Whether nothing shines through the frames of a video; false also where that cannot be told. */
export function hasOpaqueFrames(video: HTMLVideoElement): boolean {
  if (typeof VideoFrame !== 'function') return false;
  try {
    const frame = new VideoFrame(video);
    const { format } = frame;
    frame.close();
    return format !== null && !SEE_THROUGH.test(format);
  } catch {
    return false;
  }
}

/** Null when the frame is not there, or lies where its planes cannot be had. */
async function readPlane(video: HTMLVideoElement): Promise<PixelSample | null> {
  if (typeof VideoFrame !== 'function') return null;
  let frame: VideoFrame | null = null;
  try {
    frame = new VideoFrame(video);
    const { visibleRect, format, colorSpace } = frame;
    const bits = LUMA_BITS.get(format ?? '');
    if (visibleRect === null || bits === undefined) return null;
    // Colour has half the resolution: its lines and columns come in pairs.
    const even = (value: number): number => Math.floor(value / 2) * 2;
    const width = even(visibleRect.width);
    const isFilmRange = colorSpace.fullRange !== true;
    const cells: number[] = [];
    for (let row = 0; row < SAMPLE_ROWS; row++) {
      const y = visibleRect.y + even(((row + 0.5) * visibleRect.height) / SAMPLE_ROWS);
      const rect = { x: visibleRect.x, y, width, height: 2 };
      const bytes = new Uint8Array(frame.allocationSize({ rect }));
      await frame.copyTo(bytes, { rect });
      const line = bits === 8 ? bytes.subarray(0, width) : new Uint16Array(bytes.buffer, 0, width);
      for (const mean of meansOf(line)) {
        const luma = mean / 2 ** (bits - 8);
        cells.push(isFilmRange ? toScreenRange(luma) : luma);
      }
    }
    return { cells };
  } catch {
    return null;
  } finally {
    frame?.close();
  }
}

function meansOf(line: Uint8Array | Uint16Array): number[] {
  return Array.from({ length: SAMPLE_COLUMNS }, (_, column) => {
    const from = Math.floor((column * line.length) / SAMPLE_COLUMNS);
    const until = Math.floor(((column + 1) * line.length) / SAMPLE_COLUMNS);
    const part = line.subarray(from, Math.max(until, from + 1));
    let sum = 0;
    for (const value of part) sum += value;
    return sum / Math.max(1, part.length);
  });
}

function toScreenRange(luma: number): number {
  return Math.min(SCREEN_RANGE, Math.max(0, ((luma - FILM_BLACK) * SCREEN_RANGE) / FILM_RANGE));
}
