import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { diskErrorOf } from './disk-trouble.ts';

/** Holds a file for this process; the kernel drops it when the process dies, however it dies. */
export interface FileLock {
  release(): void;
}

/**
 * Locks `path`, which is made with mode 600 where it is missing, by SQLite's own lock on an empty file. `taken`: somebody
 * else has it, in this process or another. `refused`: no lock can be had there.
 */
export function takeFileLock(path: string): FileLock | 'taken' | 'refused' {
  let database: DatabaseSync | null = null;
  try {
    // Of a file that it may only read, SQLite takes no lock and says nothing.
    closeSync(openSync(path, 'a', 0o600));
    accessSync(path, constants.W_OK);
    const lock = new DatabaseSync(path, { timeout: 0 });
    database = lock;
    // Nothing is ever written: no journal has to be kept on the disk.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return {
      release: () => {
        if (lock.isOpen) lock.close();
      },
    };
  } catch (thrown) {
    database?.close();
    return diskErrorOf(thrown) === 'EBUSY' ? 'taken' : 'refused';
  }
}
