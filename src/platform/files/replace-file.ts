import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces `file` with `content` in one step, mode 600: whoever reads it, and whenever the power goes, finds the old
 * content or the new, whole. Durable when it returns; throws what the file system throws.
 */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const draft = `${file}.draft`;
  rmSync(draft, { force: true, recursive: true });
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  syncFolder(dirname(file));
}

/** Makes the names in `folder` durable. Windows cannot open a folder, and journals its names by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
