import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where the bytes lie: `<sha256>` for what is proven, `part/<hash of the URL>` for what is on its way, `drawn/<sha256>` for the
 * picture that was drawn of a vector one.
 */
export interface MediaFolder {
  readonly path: string;
  filePath(sha256: string): string;
  /** The name of the partial download of an URL: nothing that a server says becomes part of a path. */
  partName(url: string): string;
  partPath(name: string): string;
  drawnPath(sha256: string): string;
  /** Makes the folders where they are missing (someone may delete them while we run). */
  prepare(): Promise<void>;
  /** Gives a flushed part its final name, and flushes the folders: after this the name survives a power cut. */
  publish(partName: string, sha256: string): Promise<void>;
  /** With what was drawn of it. */
  removeFile(sha256: string): Promise<void>;
  removeDrawn(name: string): Promise<void>;
  removePart(name: string): Promise<void>;
  listFiles(): Promise<string[]>;
  listParts(): Promise<string[]>;
  /** Drafts of a writer that died among them. */
  listDrawn(): Promise<string[]>;
  /** Bytes that this process may still write to the disk. */
  freeBytes(): Promise<number>;
}

const FINAL_NAME = /^[0-9a-f]{64}$/;
const PART_NAME = /^[0-9a-f]{32}$/;
const DRAWN_NAME = /^[0-9a-f]{64}(?:\.draft)?$/;
const FOLDER_MODE = 0o700;

/** The folder of media at `path`, an absolute path. */
export function createMediaFolder(path: string): MediaFolder {
  const parts = join(path, 'part');
  const drawn = join(path, 'drawn');
  const named = (folder: string, sha256: string): string => {
    if (!FINAL_NAME.test(sha256)) throw new Error('A media file is named by its SHA-256.');
    return join(folder, sha256);
  };
  const filePath = (sha256: string): string => named(path, sha256);
  const drawnPath = (sha256: string): string => named(drawn, sha256);
  const partPath = (name: string): string => join(parts, name);
  return {
    path,
    filePath,
    partName: (url) => createHash('sha256').update(url).digest('hex').slice(0, 32),
    partPath,
    drawnPath,
    prepare: async () => {
      await mkdir(parts, { recursive: true, mode: FOLDER_MODE });
    },
    publish: async (partName, sha256) => {
      await rename(partPath(partName), filePath(sha256));
      await flushFolder(path);
      await flushFolder(parts);
    },
    removeFile: async (sha256) => {
      await rm(filePath(sha256), { force: true });
      await rm(drawnPath(sha256), { force: true });
    },
    removeDrawn: (name) => rm(join(drawn, name), { force: true }),
    removePart: (name) => rm(partPath(name), { force: true }),
    listFiles: async () => (await namesIn(path)).filter((name) => FINAL_NAME.test(name)),
    listDrawn: async () =>
      (existsSync(drawn) ? await namesIn(drawn) : []).filter((name) => DRAWN_NAME.test(name)),
    listParts: async () => (await namesIn(parts)).filter((name) => PART_NAME.test(name)),
    freeBytes: async () => {
      const space = await statfs(path);
      return space.bavail * space.bsize;
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Windows cannot open a folder to flush it, and needs not: its renames are journalled. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}
