import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { Zip, ZipDeflate } from 'fflate';

/** A zip file that is being written. */
export interface ZipFile {
  /** Writes one entry, piece by piece; only one piece is in memory at a time. Rejects with what `pieces` or the disk throws. */
  add(name: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void>;
  /** What the disk, or the compression, refused; null: nothing. */
  failure(): Error | null;
  /** Gives the file its name; until then it is called `<path>.partial`. */
  finish(): Promise<void>;
  /** Takes away what was written; does nothing after `finish`. */
  discard(): Promise<void>;
}

/** Pieces are compressed on the thread of the player, so that each must be soon done. */
const LARGEST_PIECE_BYTES = 65_536;
const LONGEST_NAME = 100;
/** What a zip can say of a date. */
const EARLIEST_MS = Date.UTC(1981, 0, 1);
const LATEST_MS = Date.UTC(2098, 0, 1);
const UNIX = 3;
const OWNER_ONLY = 0o100600 << 16;

/**
 * Begins a zip file, mode 600 where the disk knows modes. It is written over nothing: a file of the partial's name makes it
 * fail. `writtenMs` is the date of each entry. Rejects with what the file system says.
 */
export async function createZipFile(path: string, writtenMs: number): Promise<ZipFile> {
  const partial = `${path}.partial`;
  const handle = await open(partial, 'wx', 0o600);
  const compressed: Uint8Array[] = [];
  let failure: Error | null = null;
  let isOpen = true;
  const zip = new Zip((error, chunk) => {
    if (error === null) compressed.push(chunk);
    else failure ??= error;
  });
  const mtime = new Date(Math.min(LATEST_MS, Math.max(EARLIEST_MS, writtenMs)));

  const writeOut = async (): Promise<void> => {
    try {
      if (failure !== null) throw failure;
      for (const chunk of compressed.splice(0)) await writeAll(handle, chunk);
    } catch (thrown) {
      // What the file system throws is an error, always.
      failure ??= thrown as Error;
      throw thrown;
    }
  };
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
  };
  return {
    failure: () => failure,
    async add(name, pieces) {
      const entry = Object.assign(new ZipDeflate(entryName(name)), { mtime, os: UNIX, attrs: OWNER_ONLY });
      zip.add(entry);
      for await (const piece of pieces) {
        for (let at = 0; at < piece.length; at += LARGEST_PIECE_BYTES) {
          entry.push(piece.subarray(at, at + LARGEST_PIECE_BYTES));
          await writeOut();
        }
      }
      entry.push(new Uint8Array(), true);
      await writeOut();
    },
    async finish() {
      zip.end();
      await writeOut();
      await handle.sync();
      await close();
      await rename(partial, path);
    },
    async discard() {
      zip.terminate();
      if (isOpen) await rm(partial, { force: true });
      await close();
    },
  };
}

/**
 * The name of an entry as every system unpacks it below the folder of its choice: no root, no drive, no way up, and none of the
 * characters that Windows or a terminal minds.
 */
export function entryName(name: string): string {
  const parts = name
    .split(/[\\/]/)
    .map((part) => part.replace(/[^\w.-]/g, '_').replace(/^\.+/, ''))
    .filter((part) => part !== '');
  return parts.join('/').slice(-LONGEST_NAME) || 'file';
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at);
    at += bytesWritten;
  }
}
