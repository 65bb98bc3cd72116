import { join } from 'node:path';
import { takeFileLock } from '../../platform/files/file-lock.ts';
import { markMediaFolder } from '../../platform/files/own-folder.ts';

/** Holds a media folder for one store. */
export interface FolderClaim {
  /** False: another store, in this process or another, has the folder. */
  readonly held: boolean;
  release(): void;
}

/**
 * Claims `folder` for this store. Two players whose settings name the same `cache_dir` would write into each other's partial
 * downloads, and delete each other's files. The claim is SQLite's own lock on an empty file, which the kernel drops when its
 * holder dies, however it dies. Where no lock can be had (a folder that may only be read) there is nothing to protect.
 */
export function claimFolder(folder: string): FolderClaim {
  const lock = lockIn(folder);
  return {
    held: lock !== 'taken',
    release: () => {
      if (typeof lock !== 'string') lock.release();
    },
  };
}

function lockIn(folder: string): ReturnType<typeof takeFileLock> {
  try {
    markMediaFolder(folder);
  } catch {
    return 'refused';
  }
  return takeFileLock(join(folder, 'lock'));
}
