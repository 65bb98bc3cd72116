import type { ByteReader } from './byte-reader.ts';

/** No file that is played has more of them side by side; one in fragments has two for each. */
const MOST_BOXES = 20_000;
const PRINTABLE = /^[\x20-\x7e\xa9]{4}$/;

/**
 * Where the last whole box of an ISO or QuickTime file ends: the bytes behind it, and a last box that claims more than there
 * is, are of no concern to a decoder. Rejects with what the disk says.
 */
export async function endOfWholeBoxes(bytes: ByteReader): Promise<number> {
  let end = 0;
  for (let boxes = 0; boxes < MOST_BOXES && end + 8 <= bytes.size; boxes += 1) {
    const header = await bytes.at(end, 16);
    const length = lengthOf(header, bytes.size - end);
    if (length === null || end + length > bytes.size) return end;
    end += length;
  }
  return end;
}

/** Null: these bytes are no box. */
function lengthOf(header: Buffer, left: number): number | null {
  if (header.length < 8 || !PRINTABLE.test(header.toString('latin1', 4, 8))) return null;
  const length = header.readUInt32BE(0);
  if (length === 0) return left;
  if (length !== 1) return length < 8 ? null : length;
  if (header.length < 16) return null;
  const long = header.readBigUInt64BE(8);
  return long < 16n || long > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(long);
}
