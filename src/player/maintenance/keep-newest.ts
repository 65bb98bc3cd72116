import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const MOST_KEPT = 5;
/** The time in the name of an export: `2026-01-31T08-15-00-000Z`. */
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/;

/** Deletes all but the newest five of the files `<prefix><time><suffix>` in a folder; a disk that refuses keeps them. */
export function keepNewest(folder: string, prefix: string, suffix: string): void {
  try {
    const exports = readdirSync(folder).filter(
      (name) =>
        name.startsWith(prefix) &&
        name.endsWith(suffix) &&
        STAMP.test(name.slice(prefix.length, -suffix.length)),
    );
    for (const name of exports.sort().slice(0, -MOST_KEPT)) rmSync(join(folder, name), { force: true });
  } catch {
    // The newest is written, which is what was asked for.
  }
}
