import { describe, expect, it } from 'vitest';
import { isSignIn, readProxyUrl, writeProxyUrl } from '../../../../src/player/settings/proxy-url.ts';

describe('the address of a proxy', () => {
  it.each([
    ['proxy:3128', 'http://proxy:3128'],
    ['http://Proxy.Example:8080/', 'http://proxy.example:8080'],
    ['  HTTP://10.0.0.1  ', 'http://10.0.0.1:80'],
    ['[fd00::1]:3128', 'http://[fd00::1]:3128'],
  ])('%s is %s', (written, url) => {
    expect(readProxyUrl(written)).toEqual({ url, signIn: null });
  });

  it.each([
    ['http://screen:secret@proxy:3128', 'screen', 'secret'],
    ['screen:p@ss@proxy:3128', 'screen', 'p@ss'],
    ['http://screen:p%40ss%3A@proxy:3128', 'screen', 'p@ss:'],
    ['http://screen:100%/#?@proxy:3128', 'screen', '100%/#?'],
    ['http://DOMAIN%5Cscreen:x@proxy:3128', 'DOMAIN\\screen', 'x'],
    ['http://screen@proxy:3128', 'screen', ''],
  ])('%s is taken apart, and read back as it is written', (written, user, password) => {
    const read = readProxyUrl(written);
    expect(read).toEqual({ url: 'http://proxy:3128', signIn: { user, password } });
    expect(readProxyUrl(writeProxyUrl(read ?? { url: '', signIn: null }))).toEqual(read);
  });

  it.each([
    ...[
      '',
      ' ',
      'https://proxy:3128',
      'socks5://proxy:1080',
      'http://',
      'http://proxy:99999',
      'proxy:3128/path',
    ],
    ...[
      'http://proxy:3128?x',
      'http://pro xy:3128',
      'http://:secret@proxy:3128',
      '@proxy:1',
      'http://a%0d:b@proxy:1',
    ],
    ...['x'.repeat(5_000), `http://u:${'p'.repeat(1_025)}@proxy:1`, `http://${'u'.repeat(256)}:p@proxy:1`],
  ])('%s is none', (written) => {
    expect(readProxyUrl(written)).toBeNull();
  });

  it('takes no sign-in that Basic cannot say', () => {
    expect(isSignIn({ user: 'a:b', password: '' })).toBe(false);
    expect(isSignIn({ user: 'ab', password: 'c:d' })).toBe(true);
  });
});
