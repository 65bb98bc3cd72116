import { lstatSync, readdirSync, rmSync } from 'node:fs';
import * as module from 'node:module';
import { dirname, join } from 'node:path';

/** More are what many builds of one version left behind. */
const MOST_FILES = 500;

/**
 * Has Node keep what it compiled in `folder`, for this process and each Node that it starts: a start then reads it in place of
 * compiling the player anew. What lies there is run, so that it must be this user's alone, and so must what it lies in; where it
 * is not, cannot be written, or this Node knows no such thing, nothing is kept. What somebody said of it in the environment goes before.
 */
export function keepCompiled(folder: string): void {
  const isSaid = (process.env['NODE_COMPILE_CACHE'] ?? '') !== '';
  if (isSaid || !('enableCompileCache' in module) || !isOwn(dirname(folder))) return;
  if (isThere(folder) && !isOwn(folder)) return;
  process.umask(0o077);
  process.env['NODE_COMPILE_CACHE'] = folder;
  module.enableCompileCache(folder);
}

/** Writes what was compiled by now, so that it outlives a process that is killed; empties `folder` when it holds too much. */
export function saveCompiled(folder: string): void {
  if (process.env['NODE_COMPILE_CACHE'] !== folder || !('flushCompileCache' in module)) return;
  try {
    const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
    if (files.length > MOST_FILES) for (const file of files) rmSync(file, { recursive: true, force: true });
    module.flushCompileCache();
  } catch {
    // Nothing was kept, or the disk refuses: the next start compiles anew.
  }
}

/** Nobody else may have written what is in it. Where nothing says whose it is (Windows), nothing is kept. */
function isOwn(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
