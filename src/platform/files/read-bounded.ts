import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';

/** What stands in a file, and when it was written, epoch ms; or why it is not read. */
export type BoundedRead =
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly modifiedMs: number }
  | { readonly kind: 'link' | 'not-a-file' | 'too-large' };

/**
 * Reads `path`, when it is a file of at most `mostBytes`. A pipe or a device in its place never holds the reader; a link is not
 * followed unless `followsLinks`. Throws what the file system throws.
 */
export function readBounded(
  path: string,
  { mostBytes, followsLinks = false }: { readonly mostBytes: number; readonly followsLinks?: boolean },
): BoundedRead {
  // Windows knows neither flag, and no pipe with a file's name.
  const isWindows = process.platform === 'win32';
  if (!followsLinks && lstatSync(path).isSymbolicLink()) return { kind: 'link' };
  const flags = isWindows ? 0 : constants.O_NONBLOCK | (followsLinks ? 0 : constants.O_NOFOLLOW);
  const handle = openSync(path, constants.O_RDONLY | flags);
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) return { kind: 'not-a-file' };
    if (stats.size > mostBytes) return { kind: 'too-large' };
    return { kind: 'bytes', bytes: readFileSync(handle), modifiedMs: stats.mtimeMs };
  } finally {
    closeSync(handle);
  }
}
