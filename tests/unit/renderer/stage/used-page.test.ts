import { describe, expect, it } from 'vitest';
import { createUsedPage, type TouchView } from '../../../../renderer/stage/used-page.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function setUp({ isThere = true } = {}) {
  const clock = createFakeClock();
  const seen: string[] = [];
  const calls: string[] = [];
  const renewed = Promise.withResolvers<undefined>();
  const nameOf = (view: TouchView): string =>
    view === null ? 'nothing' : view.kind === 'counted' ? `${view.secondsLeft}` : view.kind;
  const usedPage = createUsedPage({
    clock,
    hold: () => {
      calls.push('hold');
      return isThere;
    },
    renew: () => {
      calls.push('renew');
      return renewed.promise;
    },
    show: (view) => {
      if (seen.at(-1) !== nameOf(view)) seen.push(nameOf(view));
    },
  });
  return { clock, seen, calls, renewed, usedPage };
}

describe('a page that somebody uses', () => {
  it('holds the list at the first press, counts its last ten seconds and is covered until it is new', async () => {
    const { clock, seen, calls, renewed, usedPage } = setUp();
    usedPage.touched('press');
    expect(calls).toEqual(['hold']);
    await clock.advance(34_999);
    expect(seen).toEqual(['nothing']);
    await clock.advance(10_000);
    expect(seen.slice(1)).toEqual(['10', '9', '8', '7', '6', '5', '4', '3', '2', '1']);
    await clock.advance(1);
    expect(calls).toEqual(['hold', 'renew']);
    expect(seen.at(-1)).toBe('renewed');
    await clock.advance(60_000);
    expect(seen.at(-1)).toBe('renewed');
    renewed.resolve(undefined);
    await clock.advance(0);
    expect(seen.at(-1)).toBe('nothing');
    expect(clock.pendingTimers()).toBe(0);
  });

  it('takes the count away at any touch, and is held once', async () => {
    const { clock, seen, calls, usedPage } = setUp();
    usedPage.touched('press');
    await clock.advance(40_000);
    expect(seen.at(-1)).toBe('5');
    usedPage.touched('use');
    expect(seen.at(-1)).toBe('nothing');
    await clock.advance(44_999);
    usedPage.touched('press');
    await clock.advance(44_999);
    expect(calls).toEqual(['hold']);
    usedPage.leave();
  });

  it('ends after ten minutes although it is touched each second', async () => {
    const { clock, calls, seen, usedPage } = setUp();
    usedPage.touched('press');
    for (let second = 1; second < 600; second += 1) {
      await clock.advance(1_000);
      usedPage.touched('use');
    }
    expect(calls).toEqual(['hold']);
    expect(seen.at(-1)).toBe('1');
    await clock.advance(1_000);
    expect(calls).toEqual(['hold', 'renew']);
  });

  it('begins with a press alone, and only where there is a page', async () => {
    const { clock, calls, usedPage } = setUp();
    usedPage.touched('use');
    usedPage.touched('lost');
    expect(calls).toEqual([]);
    const without = setUp({ isThere: false });
    without.usedPage.touched('press');
    await without.clock.advance(60_000);
    expect(without.calls).toEqual(['hold']);
    expect([clock.pendingTimers(), without.clock.pendingTimers()]).toEqual([0, 0]);
  });

  it('is renewed at once when it led to where nothing is', () => {
    const { clock, calls, usedPage } = setUp();
    usedPage.touched('press');
    usedPage.touched('lost');
    expect(calls).toEqual(['hold', 'renew']);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('leaves the screen without a count and without a timer, and a late end is not the next one’s', async () => {
    const { clock, seen, renewed, usedPage } = setUp();
    usedPage.touched('press');
    await clock.advance(45_000);
    usedPage.leave();
    expect(seen.at(-1)).toBe('nothing');
    usedPage.touched('press');
    await clock.advance(40_000);
    renewed.resolve(undefined);
    await clock.advance(0);
    expect(seen.at(-1)).toBe('5');
    usedPage.leave();
    expect(clock.pendingTimers()).toBe(0);
  });
});
