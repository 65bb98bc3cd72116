import { setImmediate as nextTurn } from 'node:timers/promises';

/** A component of the picture: its id, and how many blocks of it a unit has across and down. */
interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isProgressive: boolean;
  readonly components: readonly Component[];
}

/** For the next sixteen bits of data: the length of the code that they begin with, shifted by eight, and its meaning. */
type CodeTable = Uint16Array;

interface Tables {
  readonly codes: Map<number, CodeTable>;
  restartEvery: number;
  frame: Frame | null;
}

/** Decoding gives way to everything else after so many units. */
const UNITS_AT_ONCE = 4_096;

/**
 * Whether a JPEG ends with its end marker and has data for all the rows that its head announces: false for one that was
 * cut, with or without an end put behind it. Only lengths are followed, no picture is made; a kind of coding that is not
 * known here (arithmetic, lossless) is judged by the end marker alone.
 */
export async function isWholeJpeg(bytes: Buffer): Promise<boolean> {
  const tables: Tables = { codes: new Map(), restartEvery: 0, frame: null };
  for (let at = 2; ;) {
    at = bytes.indexOf(0xff, at);
    const marker = at < 0 ? undefined : bytes[at + 1];
    if (marker === undefined) return false;
    if (marker === 0xd9) return true;
    if (marker === 0xff) at += 1;
    else if (marker === 0 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      if (at + 4 > bytes.length) return false;
      const segment = bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2));
      at += 2 + bytes.readUInt16BE(at + 2);
      if (marker === 0xda) {
        if (!(await hasAllUnits(bytes, at, segment, tables))) return false;
      } else noteSegment(marker, segment, tables);
    }
  }
}

function noteSegment(marker: number, segment: Buffer, tables: Tables): void {
  if (marker === 0xc4) noteCodes(segment, tables.codes);
  else if (marker === 0xdd && segment.length >= 2) tables.restartEvery = segment.readUInt16BE(0);
  else if (marker >= 0xc0 && marker <= 0xc2 && segment.length >= 6) {
    const components = Array.from({ length: segment[5] ?? 0 }, (_, index) => ({
      id: segment[6 + index * 3] ?? 0,
      across: (segment[7 + index * 3] ?? 0) >> 4,
      down: (segment[7 + index * 3] ?? 0) & 15,
    }));
    const [height, width] = [segment.readUInt16BE(1), segment.readUInt16BE(3)];
    tables.frame = { width, height, isProgressive: marker === 0xc2, components };
  }
}

function noteCodes(segment: Buffer, codes: Map<number, CodeTable>): void {
  for (let at = 0; at + 17 <= segment.length;) {
    const name = segment[at] ?? 0;
    const counts = segment.subarray(at + 1, at + 17);
    const table = new Uint16Array(65_536);
    let [next, value] = [0, at + 17];
    counts.forEach((count, index) => {
      const span = 1 << (15 - index);
      for (let each = 0; each < count; each += 1) {
        table.fill(((index + 1) << 8) | (segment[value] ?? 0), next, next + span);
        next += span;
        value += 1;
      }
    });
    codes.set(name, table);
    at = value;
  }
}

/** One component of a scan with its codes, and how many blocks of it stand in a unit. */
interface Part {
  readonly dc: CodeTable;
  readonly ac: CodeTable | null;
  readonly blocks: number;
}

/** Null where the scan is of a kind that is not followed. */
function readScan(
  head: Buffer,
  { frame, codes }: Tables,
): { readonly parts: readonly Part[]; readonly units: number; readonly across: number } | null {
  const count = head[0] ?? 0;
  const [first, approximation] = [head[1 + count * 2], head[3 + count * 2] ?? 0];
  if (frame === null || frame.height === 0 || first !== 0) return null;
  // Later passes of a progressive picture refine what is there already.
  if (frame.isProgressive && approximation >> 4 !== 0) return null;
  const most = (of: (component: Component) => number): number => Math.max(1, ...frame.components.map(of));
  const [mostAcross, mostDown] = [most(({ across }) => across), most(({ down }) => down)];
  const parts: Part[] = [];
  let [unitsAcross, unitsDown] = [
    Math.ceil(frame.width / (8 * mostAcross)),
    Math.ceil(frame.height / (8 * mostDown)),
  ];
  for (let index = 0; index < count; index += 1) {
    const component = frame.components.find(({ id }) => id === head[1 + index * 2]);
    const names = head[2 + index * 2] ?? 0;
    const dc = codes.get(names >> 4);
    const ac = frame.isProgressive ? null : codes.get(0x10 | (names & 15));
    if (component === undefined || dc === undefined || ac === undefined) return null;
    parts.push({ dc, ac, blocks: count === 1 ? 1 : component.across * component.down });
    if (count > 1) continue;
    unitsAcross = Math.ceil(Math.ceil((frame.width * component.across) / mostAcross) / 8);
    unitsDown = Math.ceil(Math.ceil((frame.height * component.down) / mostDown) / 8);
  }
  return { parts, units: unitsAcross * unitsDown, across: unitsAcross };
}

/** Follows a scan whose data begin at `from`. What cannot be followed counts as whole; a missing row at the end is forgiven. */
async function hasAllUnits(bytes: Buffer, from: number, head: Buffer, tables: Tables): Promise<boolean> {
  const scan = readScan(head, tables);
  if (scan === null) return true;
  const bits = bitsFrom(bytes, from);
  for (let unit = 0; unit < scan.units; unit += 1) {
    if (unit % UNITS_AT_ONCE === UNITS_AT_ONCE - 1) await nextTurn();
    if (tables.restartEvery > 0 && unit > 0 && unit % tables.restartEvery === 0 && !bits.restart()) {
      return scan.units - unit <= scan.across;
    }
    for (const part of scan.parts) {
      for (let block = 0; block < part.blocks; block += 1) if (!skipBlock(bits, part)) return true;
    }
    if (bits.isOver()) return scan.units - unit - 1 <= scan.across;
  }
  return true;
}

/** False when the bits are no code. */
function skipBlock(bits: Bits, { dc, ac }: Part): boolean {
  const size = bits.code(dc);
  if (size < 0) return false;
  bits.skip(size);
  for (let place = 1; ac !== null && place < 64;) {
    const code = bits.code(ac);
    if (code < 0) return false;
    const size = code & 15;
    if (size === 0 && code !== 0xf0) break;
    place += (code >> 4) + 1;
    bits.skip(size);
  }
  return true;
}

interface Bits {
  /** The meaning of the next code; below zero when there is no such code. */
  code(table: CodeTable): number;
  skip(count: number): void;
  /** More was read than there is before the next marker. */
  isOver(): boolean;
  /** Goes behind a restart marker; false when another marker stands there. */
  restart(): boolean;
}

/** The bits of a scan. Behind its last byte stand zeros, which {@link Bits.isOver} tells. */
function bitsFrom(bytes: Buffer, from: number): Bits {
  let at = from;
  let held = 0;
  let count = 0;
  let lacking = 0;
  const fill = (): void => {
    while (count <= 16) {
      const byte = bytes[at];
      const isMarker = byte === undefined || (byte === 0xff && bytes[at + 1] !== 0);
      if (isMarker) lacking += 8;
      else at += byte === 0xff ? 2 : 1;
      held = ((held << 8) | (isMarker ? 0 : byte)) & 0xff_ffff;
      count += 8;
    }
  };
  return {
    code: (table) => {
      fill();
      const found = table[(held >> (count - 16)) & 0xffff] ?? 0;
      if (found === 0) return -1;
      count -= found >> 8;
      return found & 0xff;
    },
    skip: (bits) => {
      fill();
      count -= bits;
    },
    isOver: () => lacking > count,
    restart: () => {
      while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
      const marker = bytes[at] === 0xff ? (bytes[at + 1] ?? 0) : 0;
      held = count = lacking = 0;
      if (marker < 0xd0 || marker > 0xd7) return false;
      at += 2;
      return true;
    },
  };
}
