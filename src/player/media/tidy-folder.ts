import { stat } from 'node:fs/promises';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { MediaIndex } from '../../platform/store/media-index.ts';
import { errorCode, isSystemError } from './disk-failures.ts';
import type { MediaFolder } from './media-folder.ts';
import { hashFile } from './part-file.ts';
import type { NotedProber } from './reading-notes.ts';

export interface TidyFolderDependencies {
  readonly folder: MediaFolder;
  readonly index: MediaIndex;
  readonly clock: Clock;
  readonly log: Log;
  readonly appVersion: string;
  readonly prober: NotedProber;
  /** Breaks it off between two files. */
  readonly signal: AbortSignal;
}

/**
 * Makes the folder and its index agree after a crash: parts without a row are deleted, rows without a file (or with one
 * of another size) dropped, and files without a row hashed again and adopted; what has another hash stays, since it need not
 * be ours. Answers the SHA-256 of what was dropped.
 */
export async function tidyFolder(dependencies: TidyFolderDependencies): Promise<readonly string[]> {
  const { folder, index, log, signal } = dependencies;
  await folder.prepare();
  await matchParts(folder, index);
  const dropped = await dropRowsWithoutFile(folder, index);
  await matchDrawn(folder, index);
  const counts = { adopted: 0, wrong: 0, unread: 0 };
  for (const sha256 of await folder.listFiles()) {
    if (signal.aborted) break;
    if (index.file(sha256) !== null) continue;
    counts[await tryToAdopt(sha256, dependencies)] += 1;
  }
  const { adopted, wrong } = counts;
  if (adopted + dropped.length + wrong > 0) {
    log.warn('The media folder and its index were brought together', {
      adopted,
      missing: dropped.length,
      wrong,
    });
  }
  return dropped;
}

async function matchParts(folder: MediaFolder, index: MediaIndex): Promise<void> {
  const names = new Set(await folder.listParts());
  for (const name of names) if (index.part(name) === null) await folder.removePart(name);
  for (const { name } of index.parts()) if (!names.has(name)) index.removePart(name);
}

/** What was drawn is read against its row each time, so only what nobody would ask for is deleted. */
async function matchDrawn(folder: MediaFolder, index: MediaIndex): Promise<void> {
  for (const name of await folder.listDrawn())
    if (index.drawing(name) === null) await folder.removeDrawn(name);
}

async function dropRowsWithoutFile(folder: MediaFolder, index: MediaIndex): Promise<string[]> {
  const missing: string[] = [];
  for (const { sha256, size } of index.files()) {
    const found = await sizeOf(folder.filePath(sha256));
    if (found === size) continue;
    if (found !== null) await folder.removeFile(sha256);
    missing.push(sha256);
  }
  index.removeFiles(missing);
  return missing;
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

/** One file that cannot be read now must not keep its neighbours out; the next start tries it again. */
async function tryToAdopt(
  sha256: string,
  dependencies: TidyFolderDependencies,
): Promise<'adopted' | 'wrong' | 'unread'> {
  try {
    return (await adopt(sha256, dependencies)) ? 'adopted' : 'wrong';
  } catch (thrown) {
    if (dependencies.signal.aborted || isSystemError(thrown)) return 'unread';
    throw thrown;
  }
}

/** A file that cannot be shown is quarantined, so that it is not fetched only to be read once more. */
async function adopt(sha256: string, dependencies: TidyFolderDependencies): Promise<boolean> {
  const { folder, index, clock, appVersion, prober, signal } = dependencies;
  const path = folder.filePath(sha256);
  const found = await hashFile(path, signal);
  // Its name is not the hash of its content, so it may be anybody's: it stays.
  if (found.sha256 !== sha256) return false;
  const isKnownBad = index.quarantineReason(sha256, appVersion) !== null;
  const read = isKnownBad ? null : await prober.probe(sha256, path);
  if (!read?.ok) {
    if (read !== null) index.quarantine(sha256, appVersion, read.error.message);
    await folder.removeFile(sha256);
    return false;
  }
  const now = clock.now();
  index.addFile({ sha256, size: found.size, ...read.value, lastPlayedAt: now, scrubbedAt: now }, null);
  return true;
}
