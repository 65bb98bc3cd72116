import { closeSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of the mount table. */
export interface Mount {
  /** The system's own number of it: one that is mounted anew has another. */
  readonly id: string;
  readonly path: string;
  /** `MAJOR:MINOR`. */
  readonly device: string;
}

const TABLE = '/proc/self/mountinfo';
/** A table is a few kilobytes. */
const MOST_BYTES = 1_048_576;
const PIECE_BYTES = 4_096;
/** Where sticks are mounted, by a desktop or by the packages' own rule. */
const STICK_FOLDERS = ['/media/', '/run/media/'];

/**
 * What is mounted off media that people put in and pull out. The mounts themselves are not touched, so that one which does
 * not answer holds nobody. Empty on systems without such a table.
 */
export function removableMounts(): readonly Mount[] {
  if (process.platform !== 'linux') return [];
  return readMounts(tableOf(TABLE)).filter(
    ({ path, device }) => STICK_FOLDERS.some((folder) => path.startsWith(folder)) && isRemovable(device),
  );
}

/** The mounts of a table in the form of `/proc/self/mountinfo`, without those that show a part of another one. */
export function readMounts(table: string): readonly Mount[] {
  return table.split('\n').flatMap((line) => {
    const [id, , device, root, path] = line.split(' ');
    if (id === undefined || device === undefined || path === undefined || root !== '/') return [];
    return [{ id, device, path: unescaped(path) }];
  });
}

/** Spaces and the like are octal numbers behind a backslash there. */
function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

function tableOf(path: string): string {
  let handle: number | null = null;
  try {
    handle = openSync(path, 'r');
    const pieces: Buffer[] = [];
    // The kernel gives a page of it at a time.
    for (let length = 0; length < MOST_BYTES;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const read = readSync(handle, piece, 0, piece.length, null);
      if (read === 0) break;
      pieces.push(piece.subarray(0, read));
      length += read;
    }
    return Buffer.concat(pieces).toString('utf8');
  } catch {
    return '';
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** By what the kernel says of the device, or by the bus that it hangs on: some sticks pass for disks. */
function isRemovable(device: string): boolean {
  try {
    const place = realpathSync(`/sys/dev/block/${device}`);
    if (/\/(?:usb\d|mmc_host)/.test(place)) return true;
    return [place, join(place, '..')].some((folder) => readFlag(join(folder, 'removable')) === '1');
  } catch {
    return false;
  }
}

function readFlag(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
