import { lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import { DATA_FILES, dataFile } from './data-files.ts';
import { isDataFolderTaken } from './instance-lock.ts';
import { isOurs, nameOf, whyNotWritable } from './writable-folder.ts';

/** Folders that nobody misses after a power cut; those of the browser may only change their place before it is started. */
const BROWSER_FOLDERS = [DATA_FILES.browserFolder, DATA_FILES.drawingFolder] as const;
const LOG_FOLDER = dirname(DATA_FILES.log);
/** What says how things are now, or outlives the process and no power cut; written again with the next beat or item. */
const CURRENT_FILES = ['status', 'suspects', 'pendingPlays', 'lastScreen', 'metrics'] as const;
/** Where the log of the disk waits until the log is written there again. */
const LOG_ASIDE = `${LOG_FOLDER}.disk`;

/** What Linux calls the file systems that are memory (statfs(2)): tmpfs, ramfs. */
const MEMORY_TYPES = new Set([0x01021994, 0x858458f6]);

/**
 * Has what nobody misses after a power cut lie in memory, below `wanted` (empty: nothing): the link `volatile` of the data folder
 * leads there, and `status.json`, `suspects.json`, `plays.json`, `last-screen.webp`, `metrics.prom`, `logs`, `browser` and `drawing` lead through it, so that each keeps its name. The log and the
 * status follow at once, the browser's folders at the next start ({@link settleVolatileFolder}). Everything stays on the disk, and
 * a sentence says why, where `wanted` is not a folder of this user in memory with room for a few MB.
 */
export function chooseVolatileFolder(
  dataFolder: string,
  wanted: string,
  isMemory: (folder: string) => boolean = liesInMemory,
): Result<null> {
  const link = dataFile(dataFolder, 'volatileLink');
  try {
    if (wanted === '') {
      rmSync(link, { force: true });
      placeLogAndStatus(dataFolder, false);
      return ok(null);
    }
    const place = join(wanted, `digiplayer-${nameOf(dataFolder)}`);
    const reason = whyNotVolatile(place, isMemory);
    if (reason !== null) rmSync(link, { force: true });
    else if (linkTarget(link) !== place) replaceLink(link, place);
    placeLogAndStatus(dataFolder, reason === null);
    return reason === null ? ok(null) : refused(wanted, reason);
  } catch (thrown) {
    return refused(wanted, (thrown as NodeJS.ErrnoException).code ?? 'unknown error');
  }
}

/**
 * To be called before a player takes the data folder: makes anew in memory what a restart of the machine took away, and moves
 * the browser's folders to where the setting says; `wanted` is what is known of it by now, where anything is. Changes nothing
 * under a player that runs. Never throws: what cannot be made is made on the disk.
 */
export function settleVolatileFolder(
  dataFolder: string,
  wanted = '',
  isMemory: (folder: string) => boolean = liesInMemory,
): void {
  const link = dataFile(dataFolder, 'volatileLink');
  try {
    const isLinked = [link, ...[...BROWSER_FOLDERS, LOG_FOLDER].map((name) => join(dataFolder, name))].some(
      isLink,
    );
    if ((wanted === '' && !isLinked) || isDataFolderTaken(dataFolder)) return;
    if (wanted !== '') chooseVolatileFolder(dataFolder, wanted, isMemory);
    const place = linkTarget(link);
    const isThere = place !== null && whyNotVolatile(place, isMemory) === null;
    for (const name of BROWSER_FOLDERS) placeFolder(dataFolder, name, isThere);
    placeLogAndStatus(dataFolder, isThere);
  } catch {
    // The player itself says later what it may not write.
  }
}

/** What a link leads to, by its full path; `path` itself where there is no link. A file is replaced there, not the link. */
export function behindLink(path: string): string {
  return linkTarget(path) ?? path;
}

function refused(folder: string, reason: string): Result<never> {
  const message = `The folder ${folder} (volatileFolder) cannot be used (${reason}); everything is kept on the disk instead.`;
  return fail('config-volatile-folder', message, { folder, reason });
}

/** A word for people; null: it may be used. */
function whyNotVolatile(place: string, isMemory: (folder: string) => boolean): string | null {
  // Before anything is made there: what is refused is left as it was.
  if (!isMemory(nearestThere(place))) return 'not in memory';
  const failure = whyNotWritable(place);
  if (failure !== null) return (failure as NodeJS.ErrnoException).code ?? failure.message;
  return isOurs(place) ? null : 'EPERM';
}

function nearestThere(folder: string): string {
  return exists(folder) ? folder : nearestThere(dirname(folder));
}

/** Whether the file system of `folder` is memory; only Linux tells. */
function liesInMemory(folder: string): boolean {
  return process.platform === 'linux' && MEMORY_TYPES.has(statfsSync(folder).type);
}

function placeLogAndStatus(dataFolder: string, isVolatile: boolean): void {
  placeFolder(dataFolder, LOG_FOLDER, isVolatile);
  for (const name of CURRENT_FILES) {
    const path = dataFile(dataFolder, name);
    if (isVolatile === isLink(path)) continue;
    rmSync(path, { force: true });
    if (isVolatile) symlinkSync(join(DATA_FILES.volatileLink, DATA_FILES[name]), path);
  }
}

/** Through the link, or as a folder of the disk. A log that was there is set aside, and comes back. */
function placeFolder(dataFolder: string, name: string, isVolatile: boolean): void {
  const path = join(dataFolder, name);
  const aside = join(dataFolder, LOG_ASIDE);
  if (isVolatile)
    mkdirSync(join(dataFolder, DATA_FILES.volatileLink, name), { recursive: true, mode: 0o700 });
  if (isVolatile === isLink(path)) return;
  if (isVolatile && name === LOG_FOLDER && exists(path) && !exists(aside)) renameSync(path, aside);
  rmSync(path, { recursive: true, force: true });
  if (isVolatile) symlinkSync(join(DATA_FILES.volatileLink, name), path);
  else if (name === LOG_FOLDER && exists(aside)) renameSync(aside, path);
}

function replaceLink(link: string, target: string): void {
  const draft = `${link}.draft`;
  rmSync(draft, { force: true });
  symlinkSync(target, draft);
  renameSync(draft, link);
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function linkTarget(path: string): string | null {
  return isLink(path) ? resolve(dirname(path), readlinkSync(path)) : null;
}
