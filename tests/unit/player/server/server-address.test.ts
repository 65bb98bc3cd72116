import fc from 'fast-check';
import { expect, it } from 'vitest';
import { candidateUrls } from '../../../../src/player/server/server-address.ts';

function candidates(address: string): readonly string[] | string {
  const result = candidateUrls(address);
  return result.ok ? result.value : result.error.code;
}

it.each([
  ['192.168.0.121', ['https://192.168.0.121', 'http://192.168.0.121']],
  [' server:5000 ', ['https://server:5000', 'http://server:5000']],
  ['server:443', ['https://server']],
  ['server:80', ['http://server']],
  ['https://server/', ['https://server']],
  ['HTTP://Server', ['http://server']],
  ['http://server:5000/', ['http://server:5000']],
  ['https://server/login?next=/', ['https://server/login', 'https://server']],
  ['fe80::1', ['https://[fe80::1]', 'http://[fe80::1]']],
  ['[2001:db8::1]:8443', ['https://[2001:db8::1]:8443', 'http://[2001:db8::1]:8443']],
])('%s may be found at %j', (written, expected) => {
  expect(candidates(written)).toEqual(expected);
});

it.each([
  '',
  '   ',
  'ftp://server',
  'javascript://x',
  'my server',
  'https://user:pw@server',
  'server:99999',
  'https://',
  '\\\\server',
])('%j is no address', (written) => {
  expect(candidates(written)).toBe('address-invalid');
});

it('never throws, and every candidate is a bare http or https URL', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (written) => {
      const result = candidateUrls(written);
      if (!result.ok) return;
      expect(result.value.length).toBeGreaterThan(0);
      for (const candidate of result.value) {
        const url = new URL(candidate);
        expect(['http:', 'https:']).toContain(url.protocol);
        expect(url.username + url.password + url.search + url.hash).toBe('');
        expect(candidate.endsWith('/')).toBe(false);
      }
    }),
  );
});
