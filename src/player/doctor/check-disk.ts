import { statfs as systemStatfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DEFAULT_MEDIA_LIMITS } from '../media/media-limits.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import type { SpaceFigures } from './doctor.types.ts';
import { finding } from './finding.ts';
import { measureFolder } from './measure-folder.ts';

export interface DiskTarget {
  /** Where media are kept; it need not exist yet. */
  readonly folder: string;
  readonly limitBytes: number;
  readonly statfs?: ((folder: string) => Promise<SpaceFigures>) | undefined;
}

/** Whether what the cache may still grow to fits on the disk. Rejects with what the file system says. */
export async function checkDisk({ folder, limitBytes, statfs }: DiskTarget): Promise<DoctorFinding> {
  const space = await spaceOf(folder, statfs ?? systemStatfs);
  const usedBytes = await measureFolder(folder);
  const freeBytes = space.bavail * space.bsize;
  const { reserveBytes } = DEFAULT_MEDIA_LIMITS;
  const params = { freeStorage: freeBytes, usedStorage: usedBytes, limitStorage: limitBytes };
  const free = `${inGigabytes(freeBytes)} are free where media are kept`;
  if (freeBytes < reserveBytes) {
    return finding('disk', 'bad', 'disk-full', {
      message: `Only ${free}; below ${inGigabytes(reserveBytes)} nothing new is downloaded.`,
      remedy: 'Free some space on the disk, or lower the limit of the cache so that old media are removed.',
      params,
    });
  }
  if (usedBytes + freeBytes - reserveBytes < limitBytes) {
    return finding('disk', 'warning', 'disk-below-limit', {
      message: `${free}, too little for the cache to grow from ${inGigabytes(usedBytes)} to its limit of ${inGigabytes(limitBytes)}.`,
      remedy: 'Lower max_cache_size, or free some space on the disk.',
      params,
    });
  }
  return finding('disk', 'good', 'disk-good', {
    message: `${free}; the cache holds ${inGigabytes(usedBytes)} of ${inGigabytes(limitBytes)}.`,
    params,
  });
}

/** Storage has one unit everywhere, so that its figures can be compared. */
function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e8 ? 2 : 1)} GB`;
}

/** A folder that is not there yet will lie on the disk of the nearest one above it. */
async function spaceOf(
  folder: string,
  statfs: (folder: string) => Promise<SpaceFigures>,
): Promise<SpaceFigures> {
  try {
    return await statfs(folder);
  } catch (thrown) {
    const above = dirname(folder);
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw thrown;
    return spaceOf(above, statfs);
  }
}
