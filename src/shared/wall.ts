/** The place of this screen in a wall of screens of one size that show one picture together. */
export interface Wall {
  readonly columns: number;
  readonly rows: number;
  /** Of this screen, from 0 at the left and at the top, as people before the wall see it. */
  readonly column: number;
  readonly row: number;
  /** The frame between two visible pictures, both edges together, as a share of the visible width of one screen. */
  readonly bezel: number;
}

/** The wall that a text says, or a sentence about its first mistake. */
export type WallRead =
  { readonly ok: true; readonly wall: Wall } | { readonly ok: false; readonly problem: string };

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle relative to the top left of this screen, in its own unit. */
export interface Canvas extends Size {
  readonly left: number;
  readonly top: number;
}

/** The longest text that is read. */
export const LONGEST_WALL = 80;
const MOST_IN_LINE = 16;
/** What is wider between two pictures is no frame of a screen. */
const WIDEST_BEZEL = 0.5;
/** In mm. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['mm', 1],
  ['cm', 10],
  ['in', 25.4],
]);

const PLACE = /^(\d{1,3}) ?[x×*] ?(\d{1,3}) ?@ ?(\d{1,3}) ?, ?(\d{1,3})$/;
const SHARE = /^(\d{1,3}(?:[.,]\d{1,3})?) ?%$/;
const LENGTH = /^(\d{1,6}(?:[.,]\d{1,3})?) ?([^\d\s.,]{0,8})$/;

/**
 * Reads the setting `wall`: `3x2@1,0 bezel 12mm of 1209mm`, columns x rows @ column,row of this screen from the top left; the
 * bezel is both edges between two pictures, of the visible width of one screen as it hangs; or `bezel 1.0%` of it, or none.
 */
export function readWall(text: string): WallRead {
  if (text.length > LONGEST_WALL) return mistake(`it has more than ${LONGEST_WALL} characters`);
  const [before = '', ...behind] = text.toLowerCase().split('bezel');
  const [, ...numbers] = PLACE.exec(words(before)) ?? [];
  const [columns, rows, column, row] = numbers.map(Number);
  if (columns === undefined || rows === undefined || column === undefined || row === undefined) {
    return mistake('it does not begin with COLUMNSxROWS@COLUMN,ROW');
  }
  const isWall = [columns, rows].every((count) => count >= 1 && count <= MOST_IN_LINE) && columns * rows > 1;
  if (!isWall) return mistake(`a wall has 1 to ${MOST_IN_LINE} columns and rows, and at least two screens`);
  if (column >= columns) return mistake(`its columns are 0 to ${columns - 1}, and ${column} is none of them`);
  if (row >= rows) return mistake(`its rows are 0 to ${rows - 1}, and ${row} is none of them`);
  const bezel = behind.length === 0 ? 0 : readBezel(words(behind.join('bezel')));
  if (typeof bezel === 'string') return mistake(bezel);
  if (bezel >= WIDEST_BEZEL) return mistake('a bezel is less than half as wide as the visible picture');
  return { ok: true, wall: { columns, rows, column, row, bezel } };
}

/** The wall of a setting that was checked before; null without one. */
export function wallOf(setting: string): Wall | null {
  const read = readWall(setting);
  return read.ok ? read.wall : null;
}

/**
 * Where the one picture of the wall lies, relative to this screen, whose `screen` size is that of its picture as people see it
 * (turned with it). Contents are laid out in it as on one large screen, so the fit needs no word here; the picture runs on
 * behind the bezels, which are whole pixels so that nothing is blurred.
 */
export function canvasOf({ columns, rows, column, row, bezel }: Wall, screen: Size): Canvas {
  const gap = Math.round(bezel * screen.width);
  const along = (length: number, count: number): number => length * count + gap * (count - 1);
  return {
    left: 0 - column * (screen.width + gap),
    top: 0 - row * (screen.height + gap),
    width: along(screen.width, columns),
    height: along(screen.height, rows),
  };
}

/** The share of the visible width, or what is wrong. */
function readBezel(text: string): number | string {
  const [, percent] = SHARE.exec(text) ?? [];
  if (percent !== undefined) return numberOf(percent) / 100;
  const [size = '', width, ...more] = text.split(' of ');
  if (width === undefined) {
    return 'the visible width of one screen is missing behind the bezel, as in bezel 12mm of 1209mm';
  }
  const lengths = [size, width].map(readLength);
  const wrong = lengths.find((length) => typeof length === 'string');
  if (wrong !== undefined) return wrong;
  const [bezelMm = 0, widthMm = 0] = lengths.map(Number);
  if (more.length > 0 || widthMm <= 0) return 'the visible width of one screen is a length above 0';
  return bezelMm / widthMm;
}

/** In mm, or what is wrong. */
function readLength(text: string): number | string {
  const [, digits, unit = ''] = LENGTH.exec(text.trim()) ?? [];
  if (digits === undefined) return `“${text.trim()}” is no length such as 12mm`;
  const factor = UNITS.get(unit);
  if (factor === undefined) return `“${text.trim()}” is in no unit that is known: take mm, cm or in`;
  return numberOf(digits) * factor;
}

const words = (text: string): string => text.trim().split(/\s+/).join(' ');
const numberOf = (text: string): number => Number(text.replace(',', '.'));
const mistake = (problem: string): WallRead => ({ ok: false, problem });
