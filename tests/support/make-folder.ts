import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MadeFolder {
  /** Without links on its way, as the code under test will name it. */
  readonly path: string;
  /** Deletes it with all that is in it; once more does nothing. */
  readonly remove: () => void;
}

/** Makes an empty folder among the system's temporary files, or in `parent`; whoever asks for it removes it. */
export function makeFolder(parent = tmpdir()): MadeFolder {
  const path = realpathSync(mkdtempSync(join(parent, 'digiplayer-')));
  return {
    path,
    remove: () => {
      // A process that is just ending may still write a last file.
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
