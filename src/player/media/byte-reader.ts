import { open } from 'node:fs/promises';

/** A file whose beginning was read, and that can be asked for more. */
export interface ByteReader {
  readonly path: string;
  readonly size: number;
  readonly head: Buffer;
  /** Up to `length` bytes from `position`; fewer at the end of the file. Rejects with what the disk says. */
  at(position: number, length: number): Promise<Buffer>;
}

/** What stands before the root of a text or the size of a picture is nearly always within so many bytes. */
const HEAD_BYTES = 1_048_576;

/** Opens the file at `path` for as long as `read` takes. Rejects with what the disk says. */
export async function withByteReader<Value>(
  path: string,
  read: (bytes: ByteReader) => Promise<Value>,
): Promise<Value> {
  const handle = await open(path, 'r');
  try {
    const at = async (position: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    const { size } = await handle.stat();
    return await read({ path, size, head: await at(0, Math.min(HEAD_BYTES, size)), at });
  } finally {
    await handle.close();
  }
}
