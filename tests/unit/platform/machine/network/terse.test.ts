import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTerse } from '../../../../../src/platform/machine/network/terse.ts';

it('parts fields at colons, but for those of a value', () => {
  expect(parseTerse('a:b\nc\\:d:e\\\\\n:\n', 2)).toEqual([
    ['a', 'b'],
    ['c:d', 'e\\'],
    ['', ''],
  ]);
});

it('leaves out what has other fields than asked for, and a last line that was cut off', () => {
  expect(parseTerse('a\na:b:c\na:b\nc:d', 2)).toEqual([['a', 'b']]);
  expect(parseTerse('\\', 1)).toEqual([]);
  expect(parseTerse('x\n'.repeat(5_000), 1)).toHaveLength(2_000);
});

it('reads back whatever is written by the same rule', () => {
  const field = fc.string({ maxLength: 40, unit: 'binary' }).map((text) => text.replaceAll('\n', ''));
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 6 }), (fields) => {
      const row = fields.map((one) => one.replaceAll(/[\\:]/g, (letter) => `\\${letter}`)).join(':');
      expect(parseTerse(`${row}\n`, fields.length)).toEqual([fields]);
    }),
  );
});
