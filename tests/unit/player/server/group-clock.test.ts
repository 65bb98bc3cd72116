import { describe, expect, it, onTestFinished } from 'vitest';
import { createGroupClock } from '../../../../src/player/server/group-clock.ts';
import type { TimeServiceReport } from '../../../../src/platform/machine/time-service.ts';
import type { DateSample } from '../../../../src/playback/second-turn.ts';
import { wait } from '../../../../src/shared/clock.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';

/** A group's clock of a machine beside a server whose clock is `aheadMs` before the machine's; each way takes 2 ms. */
const START_MS = 1_700_000_000_250;

function setUp({
  startMs = START_MS,
  aheadMs = 90_000,
  kept = new Map<string, string>(),
  group = 'hall',
} = {}) {
  const clock = createFakeClock(startMs);
  const world = {
    service: { isSynchronised: false, errorMs: null } as TimeServiceReport,
    isServerThere: true,
    aheadMs,
  };
  let asked = 0;
  const trueNow = (): number => clock.monotonic() + startMs + world.aheadMs;
  const groupClock = createGroupClock({
    group,
    clock,
    askTimeService: () => Promise.resolve(world.service),
    askServer: async (): Promise<Result<DateSample>> => {
      asked += 1;
      if (!world.isServerThere) return fail('offline', 'Nobody is there.');
      const sentMs = clock.monotonic();
      await wait(clock, 2);
      const dateMs = Math.floor(trueNow() / 1_000) * 1_000;
      await wait(clock, 2);
      return ok({ sentMs, receivedMs: clock.monotonic(), dateMs });
    },
    keyValues: { get: (name) => kept.get(name) ?? null, set: (name, value) => kept.set(name, value) },
    log: createSilentLog(),
    onChange: () => undefined,
  });
  onTestFinished(() => groupClock.stop());
  return {
    clock,
    groupClock,
    world,
    kept,
    asked: () => asked,
    offMs: () => (groupClock.moment()?.epochMs ?? 0) - trueNow(),
  };
}

describe('the clock of a group', () => {
  it('does nothing for a screen that is in none', async () => {
    const { clock, groupClock, asked } = setUp({ group: '' });
    groupClock.start();
    await clock.advance(600_000);
    expect([groupClock.moment(), groupClock.status(), asked()]).toEqual([null, null, 0]);
  });

  it("finds the server's clock within ten seconds and sixteen requests, 90 s from the machine's", async () => {
    const { clock, groupClock, asked, offMs } = setUp();
    groupClock.start();
    expect(groupClock.status()).toMatchObject({ source: 'machine', errorMs: null });
    await clock.advance(12_000);
    expect(groupClock.status()).toMatchObject({ source: 'server' });
    expect(groupClock.status()?.errorMs).toBeLessThan(5);
    expect(Math.abs(offMs())).toBeLessThan(5);
    expect(asked()).toBeLessThan(16);
    const before = asked();
    await clock.advance(3_600_000);
    expect(asked() - before, 'repeated slowly').toBeLessThan(130);
    expect(Math.abs(offMs())).toBeLessThan(5);
  });

  it('goes by its own clock where NTP says that it is good, and asks no server', async () => {
    const { clock, groupClock, world, asked } = setUp();
    world.service = { isSynchronised: true, errorMs: 4 };
    groupClock.start();
    await clock.advance(1_000);
    expect(groupClock.status()).toMatchObject({ source: 'ntp', errorMs: 4 });
    expect(Math.abs((groupClock.moment()?.epochMs ?? 0) - clock.now())).toBeLessThan(1);
    expect(asked()).toBe(0);
  });

  it('follows a clock that NTP sets, at once where it is far', async () => {
    const { clock, groupClock, world } = setUp();
    world.service = { isSynchronised: true, errorMs: 4 };
    groupClock.start();
    await clock.advance(1_000);
    clock.setNow(clock.now() + 60_000);
    await clock.advance(3_000);
    expect(Math.abs((groupClock.moment()?.epochMs ?? 0) - clock.now())).toBeLessThan(1);
  });

  it("moves slowly where the server's clock is corrected by less than two seconds", async () => {
    const { clock, groupClock, world, offMs } = setUp();
    groupClock.start();
    await clock.advance(12_000);
    world.aheadMs += 1_000;
    await clock.advance(330_000);
    let before = groupClock.moment()?.epochMs ?? 0;
    for (let second = 0; second < 60; second += 1) {
      await clock.advance(1_000);
      const now = groupClock.moment()?.epochMs ?? 0;
      expect(Math.abs(now - before - 1_000)).toBeLessThanOrEqual(5.01);
      before = now;
    }
    await clock.advance(400_000);
    expect(Math.abs(offMs())).toBeLessThan(6);
  });

  it('goes on without the server by what it found, and says what it may be off', async () => {
    const { clock, groupClock, world, offMs } = setUp();
    groupClock.start();
    await clock.advance(12_000);
    world.isServerThere = false;
    await clock.advance(3_600_000);
    expect(Math.abs(offMs())).toBeLessThan(5);
    const status = groupClock.status();
    expect(status).toMatchObject({ source: 'server' });
    expect(status?.errorMs).toBeGreaterThan(100);
    expect(status?.ageSeconds).toBeGreaterThan(3_500);
  });

  it('knows it at once after a restart, without a server', async () => {
    const first = setUp();
    first.groupClock.start();
    await first.clock.advance(12_000);
    const { groupClock, offMs } = setUp({ startMs: START_MS + 60_000, kept: first.kept });
    expect(groupClock.status()?.source).toBe('server');
    expect(Math.abs(offMs())).toBeLessThan(5);
  });

  it.each(['{', '{"correctionMs":"x"}', 'null', '[]'])('is not misled by %s in its place', (text) => {
    const { groupClock } = setUp({ kept: new Map([['group-clock', text]]) });
    expect(groupClock.status()).toMatchObject({ source: 'machine' });
  });
});
