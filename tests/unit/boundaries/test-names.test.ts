import { existsSync, globSync } from 'node:fs';
import { expect, it } from 'vitest';

/** These test rules and configuration, which no file with a test beside it states. */
const ofRules = /^tests\/unit\/(?:boundaries|packaging)\//;
/** Where a file lies whose test is at the same place below tests/unit. */
const roots = ['src/', '', 'tests/'];
const extensions = ['.ts', '.tsx'];

/** A second one of the same file is called NAME.ASPECT.test.ts. */
function hasSource(test: string): boolean {
  const name = test.replace(/^tests\/unit\//, '').replace(/(?:\.[a-z-]+)?\.test\.tsx?$/, '');
  // One test for the ten files of a folder of data.
  if (existsSync(name)) return true;
  return roots.some((root) => extensions.some((extension) => existsSync(root + name + extension)));
}

it('names every unit test after the file that it tests, at the same place', () => {
  const tests = globSync('tests/unit/**/*.test.{ts,tsx}').map((path) => path.replaceAll('\\', '/'));
  expect(tests.length).toBeGreaterThan(100);
  expect(tests.filter((test) => !ofRules.test(test) && !hasSource(test))).toEqual([]);
});
