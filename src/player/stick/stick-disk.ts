import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  opendirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** The end of the name of a list on a stick. */
export const STICK_FILE_END = '.digiplaylist';

/** The lists in the uppermost folder of a stick. */
export interface StickContents {
  readonly lists: readonly string[];
  /** Bear the name of a list, and are links, folders or pipes. */
  readonly notPlain: readonly string[];
}

/** Whoever has more entries than this in the uppermost folder has their lists looked for in the first of them. */
const MOST_ENTRIES = 4_096;
const MOST_LISTS = 64;
/** More is not read at once. */
const MOST_READ_BYTES = 4_194_304;
const HASH_BLOCK_BYTES = 1_048_576;

/** A stick as a thread of its own reads it: every call waits for the medium, and throws what it says. */
export interface StickDisk {
  look(folder: string): StickContents;
  /** Up to `length` bytes of a plain file from `position`, and how long the file is. */
  read(path: string, position: number, length: number): { readonly bytes: Uint8Array; readonly size: number };
  /** Goes on with a hash of consecutive bytes; answers it, lower-case hex, with the last of them. */
  hash(path: string, position: number, length: number, is: HashStep): string | null;
  /** Replaces a file of the stick whole, or leaves it as it is. */
  write(folder: string, name: string, text: string): void;
  /** Lets go of the stick, so that it can be taken out. */
  close(): void;
}

export interface HashStep {
  readonly first: boolean;
  readonly last: boolean;
}

/** Nothing is open before the first call. */
export function createStickDisk(): StickDisk {
  let held: { readonly path: string; readonly handle: number } | null = null;
  let hash: Hash | null = null;

  const close = (): void => {
    if (held !== null) closeSync(held.handle);
    held = null;
    hash = null;
  };
  const handleOf = (path: string): number => {
    if (held?.path === path) return held.handle;
    close();
    held = { path, handle: openPlain(path) };
    return held.handle;
  };

  return {
    look,
    read: (path, position, length) => {
      const handle = handleOf(path);
      const buffer = Buffer.alloc(Math.min(length, MOST_READ_BYTES));
      const read = readAll(handle, buffer, position);
      return { bytes: buffer.subarray(0, read), size: fstatSync(handle).size };
    },
    hash: (path, position, length, { first, last }) => {
      const handle = handleOf(path);
      if (first || hash === null) hash = createHash('sha256');
      const buffer = Buffer.allocUnsafe(HASH_BLOCK_BYTES);
      for (let done = 0; done < length;) {
        const block = buffer.subarray(0, Math.min(buffer.length, length - done));
        const read = readAll(handle, block, position + done);
        if (read < block.length) throw new Error('The file ends too early.');
        hash.update(block);
        done += read;
      }
      if (!last) return null;
      const digest = hash.digest('hex');
      hash = null;
      return digest;
    },
    write,
    close,
  };
}

function look(folder: string): StickContents {
  const lists: string[] = [];
  const notPlain: string[] = [];
  const entries = opendirSync(folder);
  try {
    for (let seen = 0; seen < MOST_ENTRIES; seen += 1) {
      const entry = entries.readSync();
      if (entry === null) break;
      const { name } = entry;
      if (name.startsWith('.') || !name.toLowerCase().endsWith(STICK_FILE_END)) continue;
      const into = entry.isFile() ? lists : notPlain;
      if (into.length < MOST_LISTS) into.push(name);
    }
  } finally {
    entries.closeSync();
  }
  return { lists: lists.sort(), notPlain: notPlain.sort() };
}

/** No link is followed, and no pipe waited for. */
function openPlain(path: string): number {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if (fstatSync(handle).isFile()) return handle;
  closeSync(handle);
  throw new Error('This is not a plain file.');
}

function readAll(handle: number, buffer: Uint8Array, position: number): number {
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(handle, buffer, length, buffer.length - length, position + length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

/** A link in the place of the file, or of its draft, is replaced and never written through. */
function write(folder: string, name: string, text: string): void {
  const draft = join(folder, `${name}.draft`);
  rmSync(draft, { force: true });
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = openSync(draft, flags, 0o644);
  try {
    try {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, join(folder, name));
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}
