import { describe, expect, it } from 'vitest';
import { isTouchable, parseTouchHosts } from '../../../src/shared/touch-hosts.ts';

describe('the setting interactiveHosts', () => {
  it('reads names behind blanks, commas and semicolons, each once and in lower case', () => {
    expect(parseTouchHosts(' Map.example, *.shop.example;map.example\n10.0.0.7 ')).toEqual([
      'map.example',
      '*.shop.example',
      '10.0.0.7',
    ]);
    expect(parseTouchHosts('')).toEqual([]);
  });

  it.each(['https://map.example', 'map.example/path', 'map.example:80', '*', '*.', 'a..b', 'map example!'])(
    'refuses %j',
    (text) => {
      expect(parseTouchHosts(text)).toBeNull();
    },
  );

  it('takes no more than fifty', () => {
    const hosts = Array.from({ length: 51 }, (_, n) => `h${n}.example`);
    expect(parseTouchHosts(hosts.slice(1).join(' '))).toHaveLength(50);
    expect(parseTouchHosts(hosts.join(' '))).toBeNull();
  });
});

describe('a page that may be touched', () => {
  const hosts = ['map.example', '*.shop.example'];

  it.each([
    'https://map.example/',
    'http://MAP.example:8080/a?b#c',
    'https://www.shop.example/',
    'https://a.b.shop.example/',
  ])('is one at %s', (address) => {
    expect(isTouchable(hosts, address)).toBe(true);
  });

  it.each([
    ...[
      'https://shop.example/',
      'https://map.example.evil/',
      'https://evilshop.example/',
      'https://www.map.example/',
    ],
    ...[
      'https://evil/map.example',
      'https://map.example@evil/',
      'ftp://map.example/',
      'blob:https://map.example/1',
    ],
    ...['file:///map.example', 'mailto:a@map.example', 'about:blank', 'no address', ''],
  ])('is none at %j', (address) => {
    expect(isTouchable(hosts, address)).toBe(false);
  });

  it('is none anywhere without a host', () => {
    expect(isTouchable([], 'https://map.example/')).toBe(false);
  });
});
