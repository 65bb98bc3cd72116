import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The names between the braces that stand around `electron`: what is imported from it, or offered in its place. */
function names(file: string, braces: RegExp): string[] {
  const list = braces.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return list.split(',').flatMap((name) => name.trim() || []);
}

const used = names('src/main.ts', /import \{([^}]*)\} from 'electron';/);

test.each([
  ['the fake', 'tests/support/fakes/electron/module.ts'],
  ['the stand-in', 'tests/standin-electron/module.ts'],
])('%s offers by name all that the main process imports from Electron', (_which, file) => {
  expect(used).toContain('BrowserWindow');
  const offered = names(file, /export const \{([^}]*)\} =(?: \w+\.)?\s*electron/);
  expect(used.filter((name) => !offered.includes(name))).toEqual([]);
});
