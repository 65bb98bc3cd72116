import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';

/** One line of text that outlives the process, and a power cut only by chance. */
export interface OverwrittenNote {
  /** Null where nothing was written. */
  readonly read: () => string | null;
  /** Throws what the disk says. */
  write(line: string): void;
}

/**
 * Keeps the line in the file at `path` (mode 600), or where that leads. It is written over the one before, in place and by one
 * call, so that a process that is killed leaves the one or the other; and that the disk gets a page of it now and then, however often
 * it is written: nothing is made anew, nothing waits. What was longer before stands behind the new line, and is not read.
 */
export function createOverwrittenNote(path: string): OverwrittenNote {
  return {
    read: () => {
      try {
        return readFileSync(path, 'utf8').split('\n', 1)[0] ?? null;
      } catch {
        return null;
      }
    },
    write: (line) => {
      const file = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600);
      try {
        writeSync(file, `${line}\n`, 0);
      } finally {
        closeSync(file);
      }
    },
  };
}
