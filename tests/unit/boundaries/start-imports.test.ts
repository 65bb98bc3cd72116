import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

/* What stands between the start of a process and that of its browser: nothing that can come after it may be loaded before. */

const root = join(import.meta.dirname, '../../..');
/** Of the sources, with their comments; a third of it is left in the bundle. */
const MOST_BYTES = 240_000;
const IMPORT = /^(?:import|export) (?!type)(?:[^'";]*? from )?'([^']+)';/gm;

interface Reached {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

/** Whatever `entry` loads before it runs: static imports, and no types. */
function reachedFrom(...entries: readonly string[]): Reached {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (target.startsWith('.')) visit(resolve(dirname(file), target));
      else if (!target.startsWith('node:')) packages.add(`${target} in ${relative(root, file)}`);
    }
  };
  for (const entry of entries) visit(join(root, entry));
  return { files: new Set([...files].map((file) => relative(root, file))), packages };
}

it('nothing of the player, no schema and no package is loaded before the browser is started', () => {
  const { files, packages } = reachedFrom('src/cli/installed.ts', 'src/cli/player.ts');
  expect([...packages]).toEqual([]);
  expect([...files].filter((file) => file.startsWith('src/player/'))).toEqual([]);
  const bytes = [...files].reduce((sum, file) => sum + readFileSync(join(root, file)).length, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(files.size).toBeGreaterThan(50);
});

it('sees a package that comes in by an import of an import', () => {
  expect([...reachedFrom('src/player/player.ts').packages].join()).toContain('zod in ');
});
