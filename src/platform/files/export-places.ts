import { constants } from 'node:fs';
import { access, lstat, readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A folder that somebody may want a file in. */
export interface ExportPlace {
  readonly path: string;
  /** A stick or a card, else the data folder. */
  readonly removable: boolean;
  /** Null: not known. */
  readonly freeBytes: number | null;
}

export interface PlacesOptions {
  readonly platform?: NodeJS.Platform;
  /** Where the system puts sticks; left out: as this system does. */
  readonly roots?: readonly string[];
  /** Whether something is mounted there; left out: asks the system. */
  readonly isMounted?: (path: string) => Promise<boolean>;
}

const MOST_PLACES = 8;
const DRIVES = 'DEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Where an export can go: sticks and cards that are there and can be written, and the data folder, which is always the last.
 * Never rejects; what cannot be looked at is no place.
 */
export async function exportPlaces(
  dataFolder: string,
  options: PlacesOptions = {},
): Promise<readonly ExportPlace[]> {
  const { platform = process.platform, isMounted = isMountPoint } = options;
  const found: ExportPlace[] = [];
  for (const path of await candidates(platform, options.roots ?? rootsOf(platform))) {
    if (found.length >= MOST_PLACES) break;
    if (!(await mayWrite(path)) || !(platform === 'win32' || (await isMounted(path)))) continue;
    found.push({ path, removable: true, freeBytes: await freeBytesOf(path) });
  }
  return [...found, { path: dataFolder, removable: false, freeBytes: await freeBytesOf(dataFolder) }];
}

function rootsOf(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') return Array.from(DRIVES, (letter) => `${letter}:\\`);
  return platform === 'darwin' ? ['/Volumes'] : ['/media', '/run/media', '/mnt'];
}

/** On Linux `/media/LABEL` and `/media/USER/LABEL`, by name. */
async function candidates(platform: NodeJS.Platform, roots: readonly string[]): Promise<readonly string[]> {
  if (platform === 'win32') return roots;
  const below = async (folder: string): Promise<string[]> => {
    const names = await readdir(folder).catch(() => []);
    return names.sort().map((name) => join(folder, name));
  };
  const first = (await Promise.all(roots.map(below))).flat();
  if (platform === 'darwin') return first;
  return [...first, ...(await Promise.all(first.map(below))).flat()];
}

async function mayWrite(path: string): Promise<boolean> {
  try {
    if (!(await lstat(path)).isDirectory()) return false;
    await access(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A folder on another disk than the one above it. */
async function isMountPoint(path: string): Promise<boolean> {
  try {
    const [own, above] = await Promise.all([lstat(path), lstat(dirname(path))]);
    return own.dev !== above.dev;
  } catch {
    return false;
  }
}

async function freeBytesOf(path: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch {
    return null;
  }
}
