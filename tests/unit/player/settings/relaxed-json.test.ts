import { describe, expect, test } from 'vitest';
import { parseRelaxedJson } from '../../../../src/player/settings/relaxed-json.ts';

describe('JSON as people write it', () => {
  test.each([
    ['as it should be', '{"a": "x", "b": [1]}'],
    ['with trailing commas', '{"a": "x", "b": [1,],}'],
    ['with comments', '{ // the server\n"a": "x", /* and */ "b": [1]}'],
    ['with typographic quotes', '{“a”: “x”, “b”: [1]}'],
    ['with single quotes', "{'a': 'x', 'b': [1]}"],
  ])('%s', (_name, text) => {
    expect(parseRelaxedJson(text)).toEqual({ ok: true, value: { a: 'x', b: [1] } });
  });

  test('typographic quotes within a text stay', () => {
    expect(parseRelaxedJson('{"a": "“x”",}')).toEqual({ ok: true, value: { a: '“x”' } });
  });

  test.each([
    ['{\n  "a": 1\n  "b": 2\n}', { line: 3, column: 3 }],
    ['{"password": hunter2}', { line: 1, column: 14 }],
    ['{"a": 1', { line: 1, column: 8 }],
    ['', { line: 1, column: 1 }],
  ])('%j is wrong where it says', (text, mistake) => {
    expect(parseRelaxedJson(text)).toEqual({ ok: false, mistake });
  });

  test('a key of the language itself changes nothing', () => {
    const read = parseRelaxedJson('{"__proto__": {"a": 1},}');
    expect(read.ok && (read.value as Record<string, unknown>)['a']).toBeUndefined();
  });
});
