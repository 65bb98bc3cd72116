import type { FileHandle } from 'node:fs/promises';

/** What the tables of an ISO media file (MP4, MOV, 3GP) say. */
export interface MovieTables {
  /** Where the boxes end by their own lengths, in bytes; beyond the file's end where the last one is cut or lies. */
  readonly boxesEnd: number;
  /** Where the last sample of all tracks ends, in bytes; null where the tables do not say (fragments, no tables). */
  readonly mediaEnd: number | null;
  /** The longest time for which one picture stands, in ms; null where the tables do not say. */
  readonly longestFrameMs: number | null;
}

/** A box without its head, within the bytes that hold it. */
interface Box {
  readonly type: string;
  readonly body: Buffer;
}

const MOST_BOXES = 100_000;
/** The tables of a film of a day. */
const MOST_TABLE_BYTES = 67_108_864;
const NOTHING = { mediaEnd: null, longestFrameMs: null };

/**
 * Reads the tables of the ISO media file behind `handle`, whose length is `size`. A file without them, or with damaged
 * ones, says nothing. Rejects with what the disk says.
 */
export async function readMovie(handle: FileHandle, size: number): Promise<MovieTables> {
  let at = 0;
  let tables: Omit<MovieTables, 'boxesEnd'> = NOTHING;
  for (let count = 0; at + 8 <= size && count < MOST_BOXES; count += 1) {
    const head = Buffer.alloc(16);
    await handle.read(head, 0, 16, at);
    const type = head.toString('latin1', 4, 8);
    const { length, headBytes } = lengthOf(head, size - at);
    if (type === 'moov' && length <= MOST_TABLE_BYTES && at + length <= size) {
      const body = Buffer.alloc(Math.max(0, length - headBytes));
      await handle.read(body, 0, body.length, at + headBytes);
      tables = tablesOf(body);
    }
    if (length < headBytes) break;
    // Bytes behind the last box are no box.
    if (!/^[\x20-\x7e©]{4}$/.test(type)) break;
    at += length;
  }
  return { boxesEnd: at, ...tables };
}

/** A length of 1 stands behind the type, one of 0 means up to the end. */
function lengthOf(head: Buffer, left: number): { readonly length: number; readonly headBytes: number } {
  const short = head.readUInt32BE(0);
  if (short === 1) return { length: Number(head.readBigUInt64BE(8)), headBytes: 16 };
  return { length: short === 0 ? left : short, headBytes: 8 };
}

function tablesOf(movie: Buffer): Omit<MovieTables, 'boxesEnd'> {
  try {
    const boxes = boxesIn(movie);
    // A film in fragments has its samples elsewhere.
    if (boxes.some(({ type }) => type === 'mvex')) return NOTHING;
    const header = boxes.find(({ type }) => type === 'mvhd')?.body;
    const movieMs = header === undefined ? 0 : lengthMs(header);
    const tracks = boxes.filter(({ type }) => type === 'trak').map(({ body }) => trackOf(body, movieMs));
    const ends = tracks.map(({ end }) => end).filter((end) => end !== null);
    const gaps = tracks.map(({ longestFrameMs }) => longestFrameMs).filter((gap) => gap !== null);
    return {
      mediaEnd: ends.length === 0 ? null : Math.max(...ends),
      longestFrameMs: gaps.length === 0 ? null : Math.max(...gaps),
    };
  } catch (thrown) {
    if (thrown instanceof RangeError) return NOTHING;
    throw thrown;
  }
}

function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length && boxes.length < MOST_BOXES;) {
    const { length, headBytes } = lengthOf(bytes.subarray(at, at + 16), bytes.length - at);
    if (length < headBytes || at + length > bytes.length) break;
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      body: bytes.subarray(at + headBytes, at + length),
    });
    at += length;
  }
  return boxes;
}

function inside(bytes: Buffer | undefined, type: string): Buffer | undefined {
  return bytes === undefined ? undefined : boxesIn(bytes).find((box) => box.type === type)?.body;
}

function trackOf(
  track: Buffer,
  movieMs: number,
): { readonly end: number | null; readonly longestFrameMs: number | null } {
  const media = inside(track, 'mdia');
  const samples = inside(inside(media, 'minf'), 'stbl');
  if (samples === undefined) return { end: null, longestFrameMs: null };
  const isVideo = inside(media, 'hdlr')?.toString('latin1', 8, 12) === 'vide';
  const times = inside(samples, 'stts');
  const header = inside(media, 'mdhd');
  const isKnown = isVideo && times !== undefined && header !== undefined;
  return {
    end: endOfSamples(samples),
    longestFrameMs: isKnown ? longestFrame(times, timescaleOf(header), movieMs) : null,
  };
}

/** The head of a movie and that of a track's media begin alike: two dates, the time scale, the length. */
function timescaleOf(header: Buffer): number {
  return header.readUInt32BE(header[0] === 1 ? 20 : 12);
}

function lengthMs(header: Buffer): number {
  const length = header[0] === 1 ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  const isKnown = header[0] === 1 ? length < 2 ** 53 : length !== 0xffff_ffff;
  return isKnown ? (length * 1_000) / timescaleOf(header) : 0;
}

/** By runs of (how many samples, for how long each). Sound may be longer: then the last picture stands until its end. */
function longestFrame(table: Buffer, scale: number, movieMs: number): number | null {
  if (scale === 0) return null;
  let [longest, last, sum] = [0, 0, 0];
  const runs = table.readUInt32BE(4);
  for (let run = 0; run < runs; run += 1) {
    const count = table.readUInt32BE(8 + run * 8);
    if (count === 0) continue;
    last = table.readUInt32BE(12 + run * 8);
    longest = Math.max(longest, last);
    sum += count * last;
  }
  const tailMs = movieMs - ((sum - last) * 1_000) / scale;
  const longestMs = Math.max((longest * 1_000) / scale, tailMs);
  return sum > 0 && Number.isFinite(longestMs) ? Math.round(longestMs) : null;
}

/** Samples lie in chunks, one behind the other: the chunk that begins last ends last. */
function endOfSamples(tables: Buffer): number | null {
  const sizes = inside(tables, 'stsz');
  const perChunk = inside(tables, 'stsc');
  const offsets = chunkOffsets(tables);
  if (sizes === undefined || perChunk === undefined || offsets.length === 0) return null;
  let last = 0;
  for (let chunk = 1; chunk < offsets.length; chunk += 1) {
    if ((offsets[chunk] ?? 0) > (offsets[last] ?? 0)) last = chunk;
  }
  const { first, count } = samplesOfChunk(perChunk, last);
  const [same, total] = [sizes.readUInt32BE(4), sizes.readUInt32BE(8)];
  let end = offsets[last] ?? 0;
  for (let sample = first; sample < Math.min(first + count, total); sample += 1) {
    end += same === 0 ? sizes.readUInt32BE(12 + sample * 4) : same;
  }
  return end;
}

function chunkOffsets(tables: Buffer): number[] {
  const short = inside(tables, 'stco');
  const long = inside(tables, 'co64');
  const table = short ?? long;
  if (table === undefined) return [];
  const count = table.readUInt32BE(4);
  const width = short === undefined ? 8 : 4;
  if (8 + count * width > table.length) return [];
  return Array.from({ length: count }, (_, chunk) =>
    short === undefined ? Number(table.readBigUInt64BE(8 + chunk * 8)) : table.readUInt32BE(8 + chunk * 4),
  );
}

/** Runs of (first chunk from 1, samples in each chunk, description); which samples, from 0, the chunk `wanted` holds. */
function samplesOfChunk(table: Buffer, wanted: number): { readonly first: number; readonly count: number } {
  const runs = table.readUInt32BE(4);
  let first = 0;
  for (let run = 0; run < runs; run += 1) {
    const from = table.readUInt32BE(8 + run * 12) - 1;
    const count = table.readUInt32BE(12 + run * 12);
    const until = run + 1 < runs ? table.readUInt32BE(20 + run * 12) - 1 : Number.POSITIVE_INFINITY;
    if (wanted < until) return { first: first + (wanted - from) * count, count };
    first += (until - from) * count;
  }
  return { first, count: 0 };
}
