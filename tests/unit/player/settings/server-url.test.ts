import { describe, expect, it } from 'vitest';
import { parseServerUrl } from '../../../../src/player/settings/server-url.ts';

describe('parseServerUrl', () => {
  it.each([
    ['192.168.0.121', 'https://192.168.0.121'],
    [' server:5000 ', 'https://server:5000'],
    ['http://server:5000/', 'http://server:5000'],
    ['HTTPS://Server/', 'https://server'],
    ['https://server/signs//', 'https://server/signs'],
    ['https://user:word@server/?a=1#b', 'https://server'],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443'],
  ])('%j is %j', (written, url) => {
    expect(parseServerUrl(written)).toBe(url);
  });

  it.each(['', 'ftp://server', 'a b', 'https://', 'javascript://x', 'https://server:99999'])(
    'refuses %j',
    (written) => {
      expect(parseServerUrl(written)).toBeNull();
    },
  );
});
