import { open, rename } from 'node:fs/promises';
import type { Log } from '../../platform/logging/log.ts';
import { behindLink } from '../../platform/files/volatile-folder.ts';
import { describeThrown } from '../../shared/result.ts';

/** A file that says how things are now, for whoever looks. */
export interface CurrentFile {
  /** Replaces the file as soon as the one before is written; of several that wait only the newest is. */
  write(content: string | Uint8Array): void;
  /** Waits until everything given so far is written, or has failed. */
  flush(): Promise<void>;
}

/**
 * Keeps the file at `named`, or where that leads: whoever reads it finds a whole one, mode 600. A disk that refuses is named in the log
 * once, with `complaint`, until it takes one again; nothing else stops for it.
 */
export function createCurrentFile(named: string, complaint: string, log: Log): CurrentFile {
  // The link stays: others know the file by it.
  const path = behindLink(named);
  let waiting: string | Uint8Array | null = null;
  let writing: Promise<void> | null = null;
  let failing = false;

  const writeAll = async (): Promise<void> => {
    while (waiting !== null) {
      const content = waiting;
      waiting = null;
      try {
        await replace(path, content);
        failing = false;
      } catch (thrown) {
        if (!failing) log.warn(complaint, { reason: describeThrown(thrown) });
        failing = true;
      }
    }
    writing = null;
  };

  return {
    write(content) {
      waiting = content;
      writing ??= writeAll();
    },
    flush: () => writing ?? Promise.resolve(),
  };
}

/** Nobody misses it after a power cut, so that it never waits for the disk. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.draft`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
  await rename(draft, path);
}
