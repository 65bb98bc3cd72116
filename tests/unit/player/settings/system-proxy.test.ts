import { expect, it } from 'vitest';
import { readSystemProxies } from '../../../../src/player/settings/system-proxy.ts';

it('reads the variables, small letters first, and all_proxy for what has none of its own', () => {
  const read = (environment: Record<string, string>): (string | undefined)[] => {
    const { https, http } = readSystemProxies(environment);
    return [https?.url, http?.url];
  };
  expect(read({})).toEqual([undefined, undefined]);
  expect(read({ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:1' })).toEqual(['http://a:1', undefined]);
  expect(read({ HTTPS_PROXY: 'b:1', ALL_PROXY: 'http://c:1' })).toEqual(['http://b:1', 'http://c:1']);
  expect(read({ https_proxy: '', HTTPS_PROXY: 'http://b:1' })).toEqual(['http://b:1', undefined]);
  // A kind that this player does not speak counts as none.
  expect(read({ all_proxy: 'socks5://c:1080' })).toEqual([undefined, undefined]);
});

it.each([
  ['server.example', 'server.example', 443, true],
  ['example', 'server.example', 443, true],
  ['.example', 'server.example', 443, true],
  ['*.example', 'server.example', 443, true],
  ['ample', 'server.example', 443, false],
  ['server.example:443', 'SERVER.example', 443, true],
  ['server.example:443', 'server.example', 80, false],
  ['10.0.0.0/8', '10.1.2.3', 443, true],
  ['10.0.0.0/8', '11.1.2.3', 443, false],
  ['10.0.0.0/99,x', '10.1.2.3', 443, false],
  ['fd00::/8', 'fd12::1', 443, true],
  ['[fd00::1]:443', 'fd00::1', 443, true],
  ['fd00::1', 'fd00::1', 443, true],
  ['a, b server.example', 'server.example', 443, true],
  ['*', 'anything', 1, true],
  ['', 'anything', 1, false],
] as const)('no_proxy %s, asked for %s at %d: %s', (words, host, port, expected) => {
  expect(readSystemProxies({ no_proxy: words }).isExcepted(host, port)).toBe(expected);
});

it('reads a list without end no further than it must', () => {
  const { isExcepted } = readSystemProxies({ no_proxy: `${'a,'.repeat(100_000)}server.example` });
  expect(isExcepted('server.example', 443)).toBe(false);
});
