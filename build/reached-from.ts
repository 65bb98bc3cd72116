import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const IMPORT = /^(?:import|export) (?!type)(?:[^'";]*? from )?'([^']+)';/gm;

export interface Reached {
  /** Absolute paths. */
  readonly files: ReadonlySet<string>;
  /** Specifiers of packages, each with the file that imports it. */
  readonly packages: ReadonlyMap<string, string>;
}

/** Whatever the source files `entries` (absolute) load before they run: static imports, and no types. */
export function reachedFrom(...entries: readonly string[]): Reached {
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (target.startsWith('.')) visit(resolve(dirname(file), target));
      else if (!target.startsWith('node:')) packages.set(target, file);
    }
  };
  entries.forEach(visit);
  return { files, packages };
}
