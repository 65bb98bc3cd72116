import { describe, expect, it } from 'vitest';
import { browserArguments } from '../../../../src/shells/chromium/browser-arguments.ts';

const given = {
  profileFolder: '/data/browser',
  cacheBlocker: '/data/browser/no-cache',
  windowed: false,
  asRoot: false,
  graphics: [],
  pages: [],
  size: { width: 800, height: 600 },
};

describe('the command line of the browser', () => {
  it('is a kiosk with a profile of its own, sound without a gesture, and a pipe in place of a debugging port', () => {
    const options = browserArguments(given);
    expect(options).toEqual(
      expect.arrayContaining([
        '--kiosk',
        '--user-data-dir=/data/browser',
        '--remote-debugging-pipe',
        '--autoplay-policy=no-user-gesture-required',
      ]),
    );
    expect(options.join(' ')).not.toContain('remote-debugging-port');
  });

  it('names no address, since every user may read it', () => {
    expect(browserArguments(given).join(' ')).not.toMatch(/127\.0\.0\.1|ticket|https?:/);
  });

  it('gives up the sandbox for root only', () => {
    expect(browserArguments(given)).not.toContain('--no-sandbox');
    expect(browserArguments({ ...given, asRoot: true })).toContain('--no-sandbox');
  });

  it('is a window of the given size when windowed', () => {
    const options = browserArguments({ ...given, windowed: true });
    expect(options).toContain('--window-size=800,600');
    expect(options).not.toContain('--kiosk');
  });
});
