import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { errorCode } from './disk-failures.ts';

const READ_BYTES = 1_048_576;
const FILE_MODE = 0o600;

/** A download on its way to the disk, hashed as it comes. It keeps no bytes: whoever brings them gathered them. */
export interface PartFile {
  /** Bytes taken so far, those of earlier runs included. */
  readonly length: number;
  /** Bytes that are flushed: what a power cut leaves. */
  readonly flushed: number;
  /** Hashes and writes `chunk`, which stays as it is until then. One after the other. */
  add(chunk: Uint8Array): Promise<void>;
  /** Flushes what was added to the disk. More may be added meanwhile. */
  flush(): Promise<void>;
  /** Forgets every byte and begins anew. */
  restart(): Promise<void>;
  /** SHA-256 of all flushed bytes, lower-case hex; nothing can be added after it. */
  digest(): string;
  close(): Promise<void>;
}

/**
 * Opens the partial download at `path`, keeping its first `keepBytes` bytes, which are read again to rebuild the state
 * of the hash (or none, when the file holds fewer: then a power cut took them). Rejects with what the disk says.
 */
export async function openPartFile(path: string, keepBytes: number): Promise<PartFile> {
  const handle = await openToContinue(path, keepBytes);
  try {
    const kept = (await handle.stat()).size >= keepBytes ? keepBytes : 0;
    await handle.truncate(kept);
    const hash = createHash('sha256');
    await hashRange(handle, hash, kept);
    return writePart(handle, hash, kept);
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

async function openToContinue(path: string, keepBytes: number): Promise<FileHandle> {
  if (keepBytes === 0) return await open(path, 'w+', FILE_MODE);
  try {
    return await open(path, 'r+');
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') throw thrown;
    return await open(path, 'w+', FILE_MODE);
  }
}

function writePart(handle: FileHandle, firstHash: Hash, kept: number): PartFile {
  let hash = firstHash;
  let flushed = kept;
  /** Bytes that were handed to the disk. */
  let written = kept;
  return {
    get length() {
      return written;
    },
    get flushed() {
      return flushed;
    },
    add: async (chunk) => {
      const writing = writeAll(handle, chunk, written);
      // Beside the write, which is on a thread of its own.
      hash.update(chunk);
      await writing;
      written += chunk.byteLength;
    },
    flush: async () => {
      const upTo = written;
      await handle.datasync();
      flushed = upTo;
    },
    restart: async () => {
      await handle.truncate(0);
      hash = createHash('sha256');
      flushed = written = 0;
    },
    digest: () => hash.digest('hex'),
    close: () => handle.close(),
  };
}

/** Writes until all is written: one call may take less than it is given. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset, start + offset);
    offset += bytesWritten;
  }
}

async function hashRange(handle: FileHandle, hash: Hash, length: number): Promise<void> {
  const size = await readBlocks(handle, length, (bytes) => hash.update(bytes));
  if (size < length) throw new Error('The partial download became shorter while it was read.');
}

/** Hands the first `length` bytes to `take`, block by block; answers how many there were. */
async function readBlocks(
  handle: FileHandle,
  length: number,
  take: (bytes: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<number> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let position = 0;
  while (position < length) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, length - position), position);
    if (bytesRead === 0) break;
    take(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
  return position;
}

/** SHA-256 of a whole file in lower-case hex, and its size. Rejects with what the disk says, or when `signal` aborts. */
export async function hashFile(
  path: string,
  signal?: AbortSignal,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const size = await readBlocks(handle, Infinity, (bytes) => hash.update(bytes), signal);
    return { sha256: hash.digest('hex'), size };
  } finally {
    await handle.close();
  }
}
