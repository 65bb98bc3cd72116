import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { withoutNameAndTime } from '../../../build/same-bytes.ts';

const plain = gzipSync('what is packed');
/** As 7-Zip writes it: with the file's name and its time. */
function named(name: string, time: number): Buffer {
  const header = Buffer.from(plain.subarray(0, 10));
  header[3] = 0b1000;
  header.writeUInt32LE(time, 4);
  return Buffer.concat([header, Buffer.from(`${name}\0`), plain.subarray(10)]);
}

it('is the same whatever the packed file was called, and when', () => {
  const first = withoutNameAndTime(named('t-1.tar', 1_700_000_000));
  expect(first).toEqual(withoutNameAndTime(named('another.tar', 1_700_000_999)));
  expect(first).toEqual(withoutNameAndTime(plain));
  expect(gunzipSync(first).toString()).toBe('what is packed');
});

it('does not guess at a header that it does not know', () => {
  const other = Buffer.from(plain);
  other[3] = 0b100;
  expect(() => withoutNameAndTime(other)).toThrow('flags 4');
});
