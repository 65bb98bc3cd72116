import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { reachedFrom } from '../../../build/reached-from.ts';

/* What stands between the start of a process and that of its browser: nothing that can come after it may be loaded before. */

const root = join(import.meta.dirname, '../../..');
/** Of the sources, with their comments; a third of it is left in the bundle. */
const MOST_BYTES = 240_000;

it('nothing of the player, no schema and no package is loaded before the browser is started', () => {
  const { files, packages } = reachedFrom(
    join(root, 'src/cli/installed.ts'),
    join(root, 'src/cli/player.ts'),
  );
  expect([...packages]).toEqual([]);
  expect([...files].filter((file) => relative(root, file).startsWith('src/player/'))).toEqual([]);
  const bytes = [...files].reduce((sum, file) => sum + readFileSync(file).length, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(files.size).toBeGreaterThan(50);
});

it('sees a package that comes in by an import of an import', () => {
  expect([...reachedFrom(join(root, 'src/player/player.ts')).packages.keys()]).toContain('zod');
});
