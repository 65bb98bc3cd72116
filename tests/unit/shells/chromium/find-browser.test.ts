import { describe, expect, it } from 'vitest';
import { findBrowser } from '../../../../src/shells/chromium/find-browser.ts';

const search = (
  platform: NodeJS.Platform,
  present: string[],
  environment: Record<string, string> = {},
): string | null =>
  findBrowser({
    platform,
    environment: { PATH: '/usr/bin', ...environment },
    isExecutable: (path) => present.includes(path),
  });

describe('finding a browser', () => {
  it('prefers Chromium to Chrome and Chrome to Edge', () => {
    expect(search('linux', ['/usr/bin/google-chrome', '/usr/bin/chromium'])).toBe('/usr/bin/chromium');
    expect(search('linux', ['/usr/bin/microsoft-edge', '/usr/bin/google-chrome'])).toBe(
      '/usr/bin/google-chrome',
    );
    expect(search('linux', ['/usr/bin/microsoft-edge'])).toBe('/usr/bin/microsoft-edge');
  });

  it('looks where each system keeps them', () => {
    const edge = 'C:\\Program Files/Microsoft/Edge/Application/msedge.exe';
    expect(search('win32', [edge], { PROGRAMFILES: 'C:\\Program Files' })).toBe(edge);
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(search('darwin', [chrome])).toBe(chrome);
    expect(search('linux', ['/snap/bin/chromium'])).toBe('/snap/bin/chromium');
  });

  it('takes the one that is named, and no other in its place', () => {
    expect(
      search('linux', ['/opt/browser', '/usr/bin/chromium'], { DIGIPLAYER_BROWSER: '/opt/browser' }),
    ).toBe('/opt/browser');
    expect(search('linux', ['/usr/bin/chromium'], { DIGIPLAYER_BROWSER: '/opt/missing' })).toBeNull();
  });

  it('says null where there is none', () => {
    expect(search('linux', [])).toBeNull();
  });
});
