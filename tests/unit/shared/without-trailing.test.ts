import { expect, test } from 'vitest';
import { withoutTrailing } from '../../../src/shared/without-trailing.ts';

test.each([
  ['/a/b/', '/', '/a/b'],
  ['a\\/\\', '\\/', 'a'],
  ['///', '/', ''],
  ['', '/', ''],
  ['/a', '/', '/a'],
])('%j without %j at its end is %j', (text, signs, left) => {
  expect(withoutTrailing(text, signs)).toBe(left);
});
