import { beforeEach, describe, expect, it } from 'vitest';
import { createServerTime, type ServerTime } from '../../../../src/player/server/server-time.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';

const BUILD = Date.UTC(2026, 0, 1);
const NOW = Date.UTC(2026, 10, 28, 12);

describe('what the paired server says of the time', () => {
  let clock: FakeClock;
  let kept: Map<string, string>;
  let isDiskFull: boolean;
  let serverTime: ServerTime;
  const start = (): ServerTime =>
    createServerTime({
      clock,
      buildMs: BUILD,
      keyValues: {
        get: (name) => kept.get(name) ?? null,
        set: (name, value) => {
          if (isDiskFull) throw new Error('database or disk is full');
          kept.set(name, value);
        },
      },
      log: createSilentLog(),
    });

  beforeEach(() => {
    clock = createFakeClock(0);
    kept = new Map();
    isDiskFull = false;
    serverTime = start();
  });

  it('corrects the clock at once, and is told only when something follows from it', async () => {
    expect(serverTime.status().verdict).toBe('wrong');
    expect(serverTime.skewMs()).toBeNull();
    expect(serverTime.note(NOW)).toBe(true);
    expect(serverTime.status()).toMatchObject({ verdict: 'corrected', correctionMs: NOW });
    expect(serverTime.corrected.now()).toBe(NOW);
    await clock.advance(5_000);
    expect(serverTime.note(NOW + 5_400)).toBe(false);
    expect(serverTime.skewMs()).toBe(NOW);
  });

  it('needs no correction any more once the clock was put right, before the server answers again', async () => {
    serverTime.note(NOW);
    await clock.advance(10_000);
    clock.setNow(NOW + 10_000);
    expect(serverTime.skewMs()).toBe(0);
    expect(serverTime.status().verdict).toBe('right');
    expect(serverTime.corrected.now()).toBe(NOW + 10_000);
  });

  it('is known to the next run', () => {
    clock.setNow(NOW);
    serverTime.note(NOW);
    clock.setNow(Date.UTC(2026, 5, 1));
    expect(start().status().verdict).toBe('wrong');
    kept.clear();
    expect(start().status().verdict).toBe('right');
  });

  it('holds for this run where the disk does not take it, and nothing else kept is believed', () => {
    isDiskFull = true;
    expect(serverTime.note(NOW)).toBe(true);
    expect(serverTime.status().verdict).toBe('corrected');
    clock.setNow(NOW);
    kept.set('confirmed-time', 'soon');
    expect(start().status()).toMatchObject({ verdict: 'right', earliestMs: BUILD });
  });
});
