import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STREAM_PATH, streamAddressOf, streamPathOf } from '../../../src/shared/stream-path.ts';

test('an address comes back from its path, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (address) => {
      const path = streamPathOf(address.toWellFormed());
      expect(path).toMatch(/^\/stream\/[\w-]*$/);
      expect(streamAddressOf(path.slice(STREAM_PATH.length))).toBe(address.toWellFormed());
    }),
  );
});

test('what is no such path names no address', () => {
  for (const encoded of ['!', '*', 'a', '_-8']) expect(streamAddressOf(encoded)).toBeNull();
});
