import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateUrls, serverUrlOf } from '../../../../src/player/settings/server-address.ts';
import { parseSetting } from '../../../../src/player/settings/setting-values.ts';

function candidates(address: string): readonly string[] | string {
  const result = candidateUrls(address);
  return result.ok ? result.value : result.error.code;
}

/** What is written, and where a server is looked for; a file means the first of these. */
const table: readonly (readonly [written: string, urls: readonly [string, ...string[]]])[] = [
  ['192.168.0.121', ['https://192.168.0.121', 'http://192.168.0.121']],
  [' server:5000 ', ['https://server:5000', 'http://server:5000']],
  ['server:443', ['https://server']],
  ['server:80', ['http://server']],
  ['https://server:80', ['https://server:80']],
  ['https://server/', ['https://server']],
  ['HTTP://Server', ['http://server']],
  ['http://server:5000/', ['http://server:5000']],
  ['https://server/signs//', ['https://server/signs', 'https://server']],
  ['https://server/login?next=/#top', ['https://server/login', 'https://server']],
  ['fe80::1', ['https://[fe80::1]', 'http://[fe80::1]']],
  ['[fd00::1]:8443', ['https://[fd00::1]:8443', 'http://[fd00::1]:8443']],
];
const refused = [
  '',
  '   ',
  'ftp://server',
  'javascript://x',
  'my server',
  'https://user:pw@server',
  'user:pw@server',
  'server:99999',
  'https://server:99999',
  'https://',
  '\\\\server',
];

describe('the address of a server', () => {
  it.each(table)('%s may be found at %j', (written, expected) => {
    expect(candidates(written)).toEqual(expected);
  });

  it.each(table)('%s means the same in a file as from a person', (written, [first]) => {
    expect(serverUrlOf(written)).toBe(first);
    expect(parseSetting('serverUrl', written)).toEqual({ ok: true, value: first });
    // What was stored is read again at each start.
    expect(serverUrlOf(first)).toBe(first);
  });

  it.each(refused)('%j is none, whoever writes it', (written) => {
    expect(candidates(written)).toBe('address-invalid');
    expect(serverUrlOf(written)).toBeNull();
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
});
