import { expect, test } from 'vitest';
import { parsePythonJson } from '../../../src/shared/python-json.ts';

test.each([
  ['{"a": NaN, "b": [Infinity, -Infinity]}', { a: null, b: [null, null] }],
  ['NaN', null],
  ['{"a": "NaN, Infinity and -Infinity", "b": NaN}', { a: 'NaN, Infinity and -Infinity', b: null }],
  [String.raw`{"a": "a \" NaN", "b\\": NaN}`, { a: 'a " NaN', 'b\\': null }],
  ['\uFEFF{"a": 1}', { a: 1 }],
  ['{"a": 1}', { a: 1 }],
])('%s', (text, value) => {
  expect(parsePythonJson(text)).toEqual(value);
});

test.each(['{"a": nan}', '{"a": NaNs}', '{NaN: 1}', '<html>', '', '{"a": --Infinity}'])(
  '%j is no JSON even so',
  (text) => {
    expect(() => parsePythonJson(text)).toThrow(SyntaxError);
  },
);

test.each([['\\'.repeat(4_000_001)], ['\\"'.repeat(4_000_000)]])(
  'a long open text is refused in a moment',
  (open) => {
    const text = `{"a": NaN, "b": "${open}`;
    const startedAt = performance.now();
    expect(() => parsePythonJson(text)).toThrow(SyntaxError);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  },
);
