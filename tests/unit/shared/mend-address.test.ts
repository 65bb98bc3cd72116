import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mendAddress } from '../../../src/shared/mend-address.ts';

const slips: readonly (readonly [written: string, meant: string])[] = [
  ['htps://server', 'https://server'],
  ['htpps://server', 'https://server'],
  ['htttps://server', 'https://server'],
  ['ttps://server', 'https://server'],
  ['httsp://server', 'https://server'],
  ['htp://server', 'http://server'],
  ['htpp://server', 'http://server'],
  ['HTTPS://server', 'https://server'],
  ['https:\\\\server', 'https://server'],
  ['https:\\\\server\\digi', 'https://server/digi'],
  ['http;//server', 'http://server'],
  ['https;//server:5000', 'https://server:5000'],
  ['https:/server', 'https://server'],
  ['https:///server', 'https://server'],
  ['https//server', 'https://server'],
  ['https:server', 'https://server'],
  ['https://https://server', 'https://server'],
  ['https://http://server', 'http://server'],
  ['  server  ', 'server'],
  ['https: //server', 'https://server'],
  ['192.168. 0.121', '192.168.0.121'],
  ['server : 5000', 'server:5000'],
  ['192.168.0.121 5000', '192.168.0.121:5000'],
  ['192,168,0,121', '192.168.0.121'],
  ['192.168.0,121:5000', '192.168.0.121:5000'],
  ['server;5000', 'server:5000'],
  ['server:', 'server'],
];

const untouched = [
  '192.168.0.121',
  'server:5000',
  'https://server',
  'http://server:8080/digi',
  'signage.example.com',
  '[fe80::1]:5000',
  'fe80::1',
  'ftp://server',
  'tftp://server',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'hosts/page',
  'my server',
  '\\\\server',
  'https:5000',
  'http',
  'https://',
  '',
];

describe('an address with a slip', () => {
  it.each(slips)('%s is read as %s', (written, meant) => {
    expect(mendAddress(written)).toBe(meant);
  });
});

describe('an address without one', () => {
  it.each(untouched)('%s stays as it is', (written) => {
    expect(mendAddress(written)).toBe(written);
  });

  it('is mended once and for all, whatever it is, and soon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (written) => {
        const mended = mendAddress(written);
        expect(mendAddress(mended)).toBe(mended);
      }),
    );
    const startedAt = performance.now();
    for (const part of ['https:', ' ', '1,', 'http;//', 'a;', '\\']) mendAddress(part.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
