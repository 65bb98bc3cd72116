import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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
  let database: DatabaseSync | null = null;
  try {
    markMediaFolder(folder);
    const file = join(folder, 'lock');
    closeSync(openSync(file, 'a', 0o600));
    database = new DatabaseSync(file, { timeout: 0 });
    // Nothing is ever written: no journal has to be kept on the disk.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    const lock = database;
    return {
      held: true,
      release: () => {
        lock.close();
      },
    };
  } catch (thrown) {
    database?.close();
    return { held: !isBusy(thrown), release: () => undefined };
  }
}

const SQLITE_BUSY = 5;

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as { errcode?: unknown }).errcode === SQLITE_BUSY;
}
