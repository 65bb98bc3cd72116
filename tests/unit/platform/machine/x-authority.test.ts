import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCookie } from '../../../../src/platform/machine/x-authority.ts';

const LOCAL = 256;
const WILD = 65_535;

function entry(family: number, address: string, number: string, name: string, cookie: string): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(family);
  const fields = [address, number, name, cookie].map((text) => {
    const field = Buffer.alloc(2 + text.length);
    field.writeUInt16BE(text.length);
    field.write(text, 2, 'latin1');
    return field;
  });
  return Buffer.concat([head, ...fields]);
}
const COOKIE = 'MIT-MAGIC-COOKIE-1';

describe('the cookie of an X server', () => {
  it('is the one of this host and display, whatever stands before it', () => {
    const file = Buffer.concat([
      entry(LOCAL, 'here', '1', COOKIE, 'other display'),
      entry(LOCAL, 'here', '0', 'XDM-AUTHORIZATION-1', 'other kind'),
      entry(LOCAL, 'elsewhere', '0', COOKIE, 'other host'),
      entry(LOCAL, 'here', '0', COOKIE, 'right'),
    ]);
    expect(findCookie(file, 'here', '0')?.toString()).toBe('right');
  });

  it('is one for every host or every display, where there is no better one', () => {
    expect(findCookie(entry(WILD, '', '0', COOKIE, 'any'), 'here', '0')?.toString()).toBe('any');
    expect(findCookie(entry(LOCAL, 'old name', '', COOKIE, 'any'), 'here', '0')?.toString()).toBe('any');
  });

  it('is none in a file that is empty, cut off or garbage', () => {
    expect(findCookie(Buffer.alloc(0), 'here', '0')).toBeNull();
    expect(findCookie(entry(LOCAL, 'here', '0', COOKIE, 'right').subarray(0, -1), 'here', '0')).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        findCookie(Buffer.from(bytes), 'here', '0');
      }),
    );
  });
});
