import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a part may grow by before somebody has to look at it. */
const MOST_GROWTH = 1.05;

const parts: Readonly<Record<string, readonly string[]>> = {
  'main process': ['out/main/**'],
  preload: ['out/preload/**'],
  threads: ['out/threads/**'],
  'page: code': ['out/renderer/**/*.{js,mjs,css,html}'],
  'page: fonts, media, PDF.js, licences': ['out/renderer/**'],
  'all of app.asar': ['**'],
};

/** The sizes of the parts of an unpacked app.asar, in bytes. */
export function sizesOf(root: string): Record<string, number> {
  const sizeOf = (patterns: readonly string[]): number =>
    patterns
      .flatMap((pattern) => globSync(pattern, { cwd: root }))
      .map((file) => statSync(join(root, file)))
      .filter((status) => status.isFile())
      .reduce((sum, { size }) => sum + size, 0);
  return Object.fromEntries(Object.entries(parts).map(([part, patterns]) => [part, sizeOf(patterns)]));
}

/** The parts that are larger than they were by more than a twentieth, or that were not there, each with both figures. */
export function grownParts(
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(now)
    .filter(([part, bytes]) => bytes > (before[part] ?? 0) * MOST_GROWTH)
    .map(([part, bytes]) => `${part}: ${String(bytes)} bytes, were ${String(before[part] ?? 0)}`);
}
