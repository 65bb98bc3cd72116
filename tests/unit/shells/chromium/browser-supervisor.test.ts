import { describe, expect, it } from 'vitest';
import { cannotStart } from '../../../../src/shells/chromium/browser.ts';
import { createBrowserSupervisor, retryDelay } from '../../../../src/shells/chromium/browser-supervisor.ts';
import type { FirstStart } from '../../../../src/shells/chromium/first-start.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { fail, ok, type Failure } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import {
  pretendBrowser,
  type PageWhen,
  type PretendBrowser,
} from '../../../support/fakes/pretend-browser.ts';

/** A supervisor whose player orders another browser at each trouble, unless told otherwise. */
function keep({
  loadError = null as string | null,
  obeyed = true,
  isKiosk = true,
  first = undefined as FirstStart | undefined,
} = {}) {
  const clock = createFakeClock();
  const launched: PretendBrowser[] = [];
  const troubles: string[] = [];
  const away: (string | null)[] = [];
  const machine = {
    missing: null as Failure | null,
    hasBrowser: true,
    page: 'at-once' as PageWhen,
    stands: true,
  };
  const pointer = { hidden: 0, released: 0 };
  const startedAt: (string | null)[] = [];
  let tickets = 0;
  const kept = createBrowserSupervisor({
    ...(first !== undefined && { first }),
    launch: (page) => {
      startedAt.push(page);
      if (!machine.hasBrowser) return cannotStart('it is not installed');
      const browser = pretendBrowser(loadError, machine.page, machine.stands);
      launched.push(browser);
      return ok(browser);
    },
    missingDisplay: () => Promise.resolve(machine.missing),
    address: () => {
      tickets += 1;
      return Promise.resolve(`http://127.0.0.1:1/open?ticket=${tickets}`);
    },
    hidePointer: () => {
      pointer.hidden += 1;
      return {
        release: () => {
          pointer.released += 1;
        },
      };
    },
    isKiosk,
    slowness: () => 1,
    display: () => '2',
    clock,
    log: createSilentLog(),
    onTrouble: ({ reason }) => {
      troubles.push(reason);
      if (obeyed) kept.replace(reason);
    },
    onAway: (failure) => away.push(failure?.message ?? null),
  });
  return { kept, clock, launched, startedAt, troubles, away, machine, pointer };
}

const noDisplay = fail('no-display', 'There is no display at :0.').error;

describe('the browser that is always there', () => {
  it('starts one browser and shows the player in it', async () => {
    const { kept, clock, launched } = keep();
    kept.start();
    await clock.advance(0);
    expect(launched.map(({ visited }) => visited)).toEqual([['http://127.0.0.1:1/open?ticket=1']]);
    expect(kept.page()).not.toBeNull();
    await kept.stop();
  });

  it('hides the pointer of the screen until the page of each browser has said how it wants it', async () => {
    const { kept, clock, launched, pointer } = keep();
    kept.start();
    await clock.advance(2_900);
    expect(pointer).toEqual({ hidden: 1, released: 0 });
    await clock.advance(200);
    expect(pointer.released).toBe(1);
    launched[0]?.end('signal SIGKILL');
    await clock.advance(1_000);
    expect(pointer.hidden).toBe(2);
    await kept.stop();
  });

  it('lets the pointer go with a browser that ended before it showed anything', async () => {
    const { kept, clock, launched, machine, pointer } = keep();
    machine.page = 'not-yet';
    kept.start();
    await clock.advance(0);
    launched[0]?.end('exit code 127');
    await clock.advance(0);
    expect(pointer).toEqual({ hidden: 1, released: 1 });
    await kept.stop();
  });

  it('locks a page down before it goes to the player, and leaves a window that fills no screen as it is', async () => {
    for (const isKiosk of [true, false]) {
      const { kept, clock, launched, pointer } = keep({ isKiosk });
      kept.start();
      await clock.advance(0);
      expect(launched[0]?.guardedBefore()).toBe(isKiosk);
      expect(launched[0]?.placed).toHaveLength(isKiosk ? 1 : 0);
      expect(pointer.hidden).toBe(isKiosk ? 1 : 0);
      await kept.stop();
    }
  });

  it('leaves a browser alone that is still on its way when another is ordered', async () => {
    const { kept, clock, launched, machine } = keep();
    machine.page = 'not-yet';
    kept.start();
    await clock.advance(0);
    kept.replace('silent');
    await clock.advance(1_000);
    expect(launched).toHaveLength(1);
    await kept.stop();
  });

  it('tries again after one that has no page, and with the first wait once another was shown', async () => {
    const { kept, clock, launched, machine, troubles } = keep();
    machine.page = 'never';
    kept.start();
    await clock.advance(250 + 500);
    expect(launched).toHaveLength(3);
    machine.page = 'at-once';
    await clock.advance(1_000);
    expect(kept.page()).not.toBeNull();
    machine.page = 'never';
    launched[3]?.end('signal SIGKILL');
    await clock.advance(250);
    expect(launched).toHaveLength(6);
    expect(troubles).toEqual(['signal SIGKILL']);
    await kept.stop();
    expect(clock.pendingTimers()).toBe(0);
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
    expect(launched).toHaveLength(2);
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
    const { kept, clock, launched, troubles } = keep({
      loadError: 'net::ERR_CONNECTION_REFUSED',
      obeyed: false,
    });
    kept.start();
    await clock.advance(0);
    expect(troubles).toEqual(['net::ERR_CONNECTION_REFUSED']);
    kept.replace('net::ERR_CONNECTION_REFUSED');
    await clock.advance(0);
    expect(launched).toHaveLength(2);
    await kept.stop();
  });

  it('brings no other before the player says so, and after a minute of its silence all the same', async () => {
    const { kept, clock, launched, troubles } = keep({ obeyed: false });
    kept.start();
    await clock.advance(1_000);
    launched[0]?.end('signal SIGKILL');
    await clock.advance(59_999);
    expect(troubles).toEqual(['signal SIGKILL']);
    expect(launched).toHaveLength(1);
    kept.replace('signal SIGKILL');
    await clock.advance(0);
    expect(launched).toHaveLength(2);
    launched[1]?.end('signal SIGKILL');
    await clock.advance(60_000);
    expect(launched).toHaveLength(3);
    await kept.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('waits for a display without limit, says so and starts within half a second of it', async () => {
    const { kept, clock, launched, troubles, away, machine } = keep();
    machine.missing = noDisplay;
    kept.start();
    await clock.advance(600_000);
    expect(launched).toEqual([]);
    machine.missing = null;
    await clock.advance(500);
    expect(launched[0]?.visited).toHaveLength(1);
    expect([away[0], away.at(-1)]).toEqual(['There is no display at :0.', null]);
    expect(troubles).toEqual([]);
    await kept.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('takes a browser that ended with its display for no trouble, also when the display is back already', async () => {
    const { kept, clock, launched, troubles, machine } = keep();
    kept.start();
    await clock.advance(1_000);
    machine.missing = noDisplay;
    launched[0]?.end('exit code 0');
    await clock.advance(45_000);
    expect(launched).toHaveLength(1);
    machine.missing = null;
    await clock.advance(1_000);
    launched[1]?.end(
      'exit code 0',
      '[1:1:0101/1:ERROR:ui/gfx/x/connection.cc:64] X connection error received.',
    );
    await clock.advance(1_000);
    expect(launched).toHaveLength(3);
    expect(troubles).toEqual([]);
    await kept.stop();
  });

  it('waits for a browser that cannot be started, tells its last words and counts nothing', async () => {
    const { kept, clock, launched, troubles, away, machine } = keep();
    machine.hasBrowser = false;
    machine.page = 'not-yet';
    kept.start();
    await clock.advance(5_000);
    expect(away.at(-1)).toContain('it is not installed');
    machine.hasBrowser = true;
    await clock.advance(2_000);
    launched[0]?.end('exit code 127', 'error while loading shared libraries: libnss3.so');
    await clock.advance(0);
    expect(away.at(-1)).toContain('exit code 127: error while loading shared libraries: libnss3.so');
    machine.page = 'at-once';
    await clock.advance(2_000);
    expect(away.at(-1)).toBeNull();
    expect(kept.page()).not.toBeNull();
    expect(troubles).toEqual([]);
    await kept.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('tries one that never starts every two seconds, and every ten after a hundred tries', () => {
    expect([1, 2, 3, 4, 5, 100, 101].map(retryDelay)).toEqual([250, 500, 1_000, 2_000, 2_000, 2_000, 10_000]);
  });

  it('starts none after it was stopped, also in the middle of a wait', async () => {
    const { kept, clock, launched } = keep({ obeyed: false });
    kept.start();
    await clock.advance(0);
    launched[0]?.end('exit code 1');
    await clock.advance(100);
    await kept.stop();
    await clock.advance(60_000);
    expect(launched).toHaveLength(1);
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('the first browser of a start', () => {
  const PAGE = 'http://127.0.0.1:1/';
  const opened = (): FirstStart => ({ address: () => PAGE, opened: Promise.resolve() });

  it('is started at its page and not led anywhere, guarded like the others', async () => {
    const { kept, clock, launched, startedAt } = keep({ first: opened() });
    kept.start();
    await kept.firstLaunched;
    await clock.advance(0);
    expect(startedAt).toEqual([PAGE]);
    await kept.guarded();
    expect([launched[0]?.visited, launched[0]?.isGuarded()]).toEqual([[], true]);
    expect(kept.page()).not.toBeNull();
    await kept.stop();
  });

  it('is led to its page by a ticket when it was not let in, or shows a page of its own', async () => {
    const first: FirstStart = { address: () => PAGE, opened: new Promise(() => undefined) };
    const late = keep({ first });
    late.kept.start();
    await late.clock.advance(14_900);
    expect(late.launched[0]?.visited).toEqual([]);
    await late.clock.advance(200);
    expect(late.launched[0]?.visited).toEqual([`${PAGE}open?ticket=1`]);
    await late.kept.stop();

    const foreign = keep({ first: opened() });
    foreign.machine.stands = false;
    foreign.kept.start();
    await foreign.clock.advance(3_100);
    expect(foreign.launched[0]?.visited).toEqual([`${PAGE}open?ticket=1`]);
    await foreign.kept.stop();
  });

  it('is the only one: what comes after it begins black and gets a ticket', async () => {
    const { kept, clock, launched, startedAt } = keep({ first: opened() });
    kept.start();
    await clock.advance(0);
    launched[0]?.end('signal SIGKILL');
    await kept.firstOver;
    await clock.advance(1_000);
    expect(startedAt).toEqual([PAGE, null]);
    expect(launched[1]?.visited).toEqual([`${PAGE}open?ticket=1`]);
    await kept.stop();
  });

  it('is not waited for where there is no display, and begins black where its page has no address', async () => {
    const { kept, clock, startedAt, machine } = keep({ first: { ...opened(), address: () => null } });
    machine.missing = noDisplay;
    kept.start();
    await kept.firstLaunched;
    await kept.firstOver;
    machine.missing = null;
    await clock.advance(300);
    expect(startedAt).toEqual([null]);
    await kept.stop();
  });
});
