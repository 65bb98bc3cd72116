import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The bytes of all files in `folder` and below; 0 where there is none. Files that vanish meanwhile do not count. */
export async function measureFolder(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(noneIfMissing)) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null);
    sum += found?.size ?? 0;
  }
  return sum;
}

function noneIfMissing(thrown: unknown): [] {
  if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
  throw thrown;
}
