/**
 * What the test media say of themselves: each picture carries its item and the number of its frame as black and white
 * blocks along the top, and below them a band of one grey that all items share. Whatever shows through between two
 * items, also in the middle of a cross-fade, changes the grey.
 */
export interface PictureCode {
  /** 0 to 15. */
  readonly item: number;
  /** 0 to 1023; 0 in an image. */
  readonly frame: number;
}

/** What one recorded sample of the screen says. */
export interface Sight {
  /** Null when the blocks say nothing: a cross-fade, or none of the items. */
  readonly code: PictureCode | null;
  /** The grey band is whole: nothing but items is to be seen. */
  readonly isCovered: boolean;
  /** How bright each block is, 0 to 255: in a cross-fade each goes from one item's to the next one's. */
  readonly levels: readonly number[];
}

export const GREY = 128;
/** Shares of the picture's height: the blocks reach down to the first, the band from there to the second. */
export const BLOCKS_UNTIL = 1 / 12;
export const BAND_UNTIL = 2 / 12;

const BLOCKS = 20;
const HEADER = [true, false, true];
const ITEM_BITS = 4;
const FRAME_BITS = 10;
const CHECK_BITS = 3;
/**
 * Compression and colour matrices shift the grey by two steps; a background moves it by 127, and by this many as soon as it
 * is a fifteenth of what is seen: through a cross-fade in its first frames, that is.
 */
const GREY_TOLERANCE = 8;
const WHITE_FROM = 150;
const BLACK_UNTIL = 90;

const bitsOf = (value: number, count: number): boolean[] =>
  Array.from({ length: count }, (_, place) => ((value >> place) & 1) === 1);
const valueOf = (bits: readonly boolean[]): number =>
  bits.reduce((sum, bit, place) => sum + (bit ? 1 << place : 0), 0);
const checkOf = (payload: readonly boolean[]): boolean[] =>
  bitsOf(payload.reduce((sum, bit, place) => sum + (bit ? place + 1 : 0), 0) % 2 ** CHECK_BITS, CHECK_BITS);

/** The blocks of a code from left to right; true is white. */
export function blocksOf({ item, frame }: PictureCode): readonly boolean[] {
  const payload = [...bitsOf(item, ITEM_BITS), ...bitsOf(frame, FRAME_BITS)];
  return [...HEADER, ...payload, ...checkOf(payload)];
}

/** The colour of an item below its band, RGB. */
export function bodyColour(item: number): readonly number[] {
  return [40 + ((item * 67) % 150), 40 + ((item * 41) % 150), 40 + ((item * 97) % 150)];
}

/** A picture in RGB, 3 bytes a pixel: blocks, band, and the item's own colour below; `grain` moves over it if there is one. */
export function codedPicture(
  code: PictureCode,
  width: number,
  height: number,
  grain: Grain | null = null,
): Uint8Array {
  const blocks = blocksOf(code);
  const body = bodyColour(code.item);
  const rowOf = (colourAt: (x: number) => readonly number[]): Uint8Array =>
    Uint8Array.from({ length: width * 3 }, (_, at) => colourAt(Math.floor(at / 3))[at % 3] ?? 0);
  const rows = {
    blocks: rowOf((x) => (blocks[Math.floor((x * BLOCKS) / width)] === true ? [255, 255, 255] : [0, 0, 0])),
    band: rowOf(() => [GREY, GREY, GREY]),
    body: rowOf(() => body),
  };
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const isBody = y >= height * BAND_UNTIL;
    const plain = y < height * BLOCKS_UNTIL ? rows.blocks : isBody ? rows.body : rows.band;
    pixels.set(isBody && grain !== null ? grain.row(y, code.frame, width) : plain, y * width * 3);
  }
  return pixels;
}

/** Fine detail that moves from frame to frame, so that a decoder has as much to do as with a film. */
export interface Grain {
  /** RGB bytes of the row `y` of a frame. */
  row(y: number, frame: number, width: number): Uint8Array;
}

const GRAIN_ROWS = 64;
const GRAIN_STEP = 5;
const GRAIN_STEPS = 40;

/** Makes the grain of an item for pictures up to `width`; the same one each time. */
export function makeGrain(item: number, width: number): Grain {
  const body = bodyColour(item);
  let seed = item + 1;
  const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const wide = width + GRAIN_STEP * GRAIN_STEPS;
  const rows = Array.from({ length: GRAIN_ROWS }, () => {
    const row = new Uint8Array(wide * 3);
    let shade = 0;
    for (let x = 0; x < wide; x++) {
      if (x % 3 === 0) shade = next() * 80 - 40;
      for (let part = 0; part < 3; part++) row[x * 3 + part] = (body[part] ?? 0) + shade;
    }
    return row;
  });
  return {
    row(y, frame, wanted) {
      const from = (frame % GRAIN_STEPS) * GRAIN_STEP * 3;
      return (rows[(y >> 2) % GRAIN_ROWS] ?? new Uint8Array()).subarray(from, from + wanted * 3);
    },
  };
}

/** Reads a row of blocks and a row of the band, both RGB, from edge to edge of the screen. */
export function readSight(blocks: Uint8Array, band: Uint8Array): Sight {
  return {
    code: readCode(blocks),
    isCovered: band.every((value) => Math.abs(value - GREY) <= GREY_TOLERANCE),
    levels: Array.from({ length: BLOCKS }, (_, block) => {
      const pixels = blockOf(blocks, block);
      return Math.round(pixels.reduce((sum, value) => sum + value, 0) / pixels.length);
    }),
  };
}

/** The middle third of a block: scaled and compressed edges belong to nobody. */
function blockOf(row: Uint8Array, block: number): Uint8Array {
  const bytes = row.length / BLOCKS;
  return row.subarray(Math.round((block + 1 / 3) * bytes), Math.round((block + 2 / 3) * bytes));
}

function readCode(row: Uint8Array): PictureCode | null {
  const bits: boolean[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    const pixels = blockOf(row, block);
    const isWhite = pixels.every((value) => value >= WHITE_FROM);
    if (!isWhite && !pixels.every((value) => value <= BLACK_UNTIL)) return null;
    bits.push(isWhite);
  }
  const payload = bits.slice(HEADER.length, -CHECK_BITS);
  const expected = [...HEADER, ...payload, ...checkOf(payload)];
  if (!expected.every((bit, place) => bit === bits[place])) return null;
  return { item: valueOf(payload.slice(0, ITEM_BITS)), frame: valueOf(payload.slice(ITEM_BITS)) };
}
