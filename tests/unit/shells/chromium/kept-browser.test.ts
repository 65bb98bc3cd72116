import { describe, expect, it } from 'vitest';
import type { BrowserPage } from '../../../../src/shells/chromium/browser-page.ts';
import type { Browser } from '../../../../src/shells/chromium/browser.ts';
import { createKeptBrowser, restartDelay } from '../../../../src/shells/chromium/kept-browser.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

interface PretendBrowser extends Browser {
  readonly visited: string[];
  /** The displays that the window was to fill. */
  readonly placed: string[];
  end(reason: string): void;
  losePage(reason: string): void;
  /** From now on the page's thread answers nothing. */
  hang(): void;
}

function pretendBrowser(loadError: string | null): PretendBrowser {
  const ended = Promise.withResolvers<string>();
  const visited: string[] = [];
  const placed: string[] = [];
  let isHung = false;
  let lost: (reason: string) => void = () => undefined;
  const page: BrowserPage = {
    navigate: (url) => {
      visited.push(url);
      return Promise.resolve(loadError === null ? ok({}) : fail('browser-refused', loadError));
    },
    reload: () => Promise.resolve(ok({})),
    capture: () => Promise.resolve(null),
    answers: () => Promise.resolve(!isHung),
    bringToFront: () => Promise.resolve(),
    lockDown: () => Promise.resolve(),
    fillScreen: (wish) => {
      placed.push(wish);
      return Promise.resolve();
    },
    onLost: (listener) => {
      lost = listener;
    },
  };
  return {
    pid: 4_711,
    page: Promise.resolve(page),
    ended: ended.promise,
    visited,
    placed,
    end: ended.resolve,
    losePage: (reason) => {
      lost(reason);
    },
    hang: () => {
      isHung = true;
    },
    kill: () => {
      ended.resolve('signal SIGKILL');
    },
    stop: () => {
      ended.resolve('exit code 0');
      return Promise.resolve();
    },
  };
}

function keep(loadError: string | null = null) {
  const clock = createFakeClock();
  const launched: PretendBrowser[] = [];
  const troubles: string[] = [];
  let tickets = 0;
  const kept = createKeptBrowser({
    launch: () => {
      const browser = pretendBrowser(loadError);
      launched.push(browser);
      return browser;
    },
    address: () => {
      tickets += 1;
      return Promise.resolve(`http://127.0.0.1:1/open?ticket=${tickets}`);
    },
    isKiosk: true,
    slowness: () => 1,
    display: () => '2',
    clock,
    log: createSilentLog(),
    onTrouble: (reason) => troubles.push(reason),
  });
  return { kept, clock, launched, troubles };
}

describe('the browser that is always there', () => {
  it('starts one browser and shows the player in it', async () => {
    const { kept, clock, launched } = keep();
    kept.start();
    await clock.advance(0);
    expect(launched.map(({ visited }) => visited)).toEqual([['http://127.0.0.1:1/open?ticket=1']]);
    expect(kept.page()).not.toBeNull();
    await kept.stop();
  });

  it('fills the wished display, and again when displays may have changed', async () => {
    const { kept, clock, launched } = keep();
    kept.start();
    await clock.advance(0);
    expect(launched[0]?.placed).toEqual(['2']);
    await clock.advance(10_000);
    expect(launched[0]?.placed).toEqual(['2', '2', '2']);
    launched[0]?.end('signal SIGKILL');
    await clock.advance(10_000);
    expect(launched[0]?.placed).toHaveLength(3);
    await kept.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('brings another at once, with a ticket of its own, when it ends', async () => {
    const { kept, clock, launched } = keep();
    kept.start();
    await clock.advance(1_000);
    launched[0]?.end('signal SIGKILL');
    await clock.advance(0);
    expect(launched[1]?.visited).toEqual(['http://127.0.0.1:1/open?ticket=2']);
    await kept.stop();
  });

  it('replaces a browser whose page crashed or was closed', async () => {
    const { kept, clock, launched } = keep();
    kept.start();
    await clock.advance(1_000);
    launched[0]?.losePage('the window was closed');
    await clock.advance(0);
    expect(launched).toHaveLength(2);
    await kept.stop();
  });

  it('tells why a browser was lost, and nothing of one that it was asked to replace', async () => {
    const { kept, clock, launched, troubles } = keep();
    kept.start();
    await clock.advance(1_000);
    launched[0]?.losePage('the window was closed');
    await clock.advance(1_000);
    launched[1]?.end('signal SIGSEGV');
    await clock.advance(1_000);
    kept.replace('silent');
    await clock.advance(10_000);
    launched[3]?.end('exit code 3');
    await clock.advance(0);
    expect(troubles).toEqual(['the window was closed', 'signal SIGSEGV', 'exit code 3']);
    await kept.stop();
  });

  it('replaces a browser whose page hangs within two seconds', async () => {
    const { kept, clock, launched, troubles } = keep();
    kept.start();
    await clock.advance(60_000);
    expect(launched).toHaveLength(1);
    launched[0]?.hang();
    await clock.advance(1_000);
    expect(launched).toHaveLength(1);
    await clock.advance(1_000);
    expect(launched).toHaveLength(2);
    expect(troubles).toEqual(['the page hangs']);
    await kept.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('replaces a browser that could not load the player', async () => {
    const { kept, clock, launched, troubles } = keep('net::ERR_CONNECTION_REFUSED');
    kept.start();
    await clock.advance(0);
    expect(launched.length).toBeGreaterThan(1);
    expect(troubles[0]).toBe('net::ERR_CONNECTION_REFUSED');
    await kept.stop();
  });

  it('waits longer and longer while browsers keep ending, half a minute at most', async () => {
    const { kept, clock, launched } = keep();
    kept.start();
    for (let failures = 0; failures < 9; failures++) {
      await clock.advance(0);
      launched.at(-1)?.end('exit code 1');
      await clock.advance(Math.max(0, restartDelay(failures) - 1));
      const before = launched.length;
      await clock.advance(1);
      expect(launched.length, `after ${failures + 1} ends`).toBe(failures === 0 ? before : before + 1);
    }
    expect(restartDelay(1_000)).toBe(30_000);
    await kept.stop();
  });

  it('forgives what happened before a browser stood for two minutes', async () => {
    const { kept, clock, launched } = keep();
    kept.start();
    for (const failures of [0, 1, 2]) {
      await clock.advance(0);
      launched.at(-1)?.end('exit code 1');
      await clock.advance(restartDelay(failures));
    }
    await clock.advance(121_000);
    const before = launched.length;
    launched.at(-1)?.end('exit code 1');
    await clock.advance(0);
    expect(launched).toHaveLength(before + 1);
    await kept.stop();
  });

  it('starts none after it was stopped, also in the middle of a wait', async () => {
    const { kept, clock, launched } = keep();
    kept.start();
    await clock.advance(0);
    launched[0]?.end('exit code 1');
    await clock.advance(0);
    launched[1]?.end('exit code 1');
    await clock.advance(100);
    await kept.stop();
    await clock.advance(60_000);
    expect(launched).toHaveLength(2);
    expect(clock.pendingTimers()).toBe(0);
  });
});
