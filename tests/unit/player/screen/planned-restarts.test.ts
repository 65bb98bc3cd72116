import { describe, expect, it, onTestFinished } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import {
  createPlannedRestarts,
  isMemoryDue,
  memoryCeiling,
  isNightlyDue,
} from '../../../../src/player/screen/planned-restarts.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const MINUTE = 60_000;
/** Local time, as the setting is. */
const at = (hours: number, minutes: number, day = 15): number =>
  new Date(2026, 0, day, hours, minutes).getTime();

describe('the nightly restart', () => {
  it.each([
    ['never without an hour', '', at(9, 0), at(3, 30, 16), false],
    ['at its minute', '03:30', at(9, 0), at(3, 30, 16), true],
    ['not a minute before', '03:30', at(9, 0), at(3, 29, 16), false],
    ['up to an hour late', '03:30', at(9, 0), at(4, 29, 16), true],
    ['not later than that', '03:30', at(9, 0), at(4, 30, 16), false],
    ['late over midnight', '23:50', at(9, 0), at(0, 20, 16), true],
    ['not for a player that started since', '03:30', at(3, 31, 16), at(3, 40, 16), false],
  ])('is due %s', (_case, setting, startedMs, nowMs, due) => {
    expect(isNightlyDue(setting, startedMs, nowMs)).toBe(due);
  });
});

describe('the limit of memory', () => {
  it.each([
    ['above the limit', 501, 500, Infinity, true],
    ['not at the limit', 500, 500, Infinity, false],
    ['not without a limit', 5_000, 0, Infinity, false],
    ['not when nobody knows', null, 500, Infinity, false],
    ['not within ten minutes of the last', 501, 500, 599_999, false],
  ])('calls for a restart %s', (_case, used, limit, since, due) => {
    expect(isMemoryDue(used, limit, since)).toBe(due);
  });
});

it.each([
  ['what the setting says', 500, 4_096, 500],
  ['seven tenths of the machine where it says nothing', 0, 4_096, 2_867],
  ['never less than a browser needs', 0, 512, 1_024],
])('the ceiling for the renderer is %s', (_case, setting, machine, ceiling) => {
  expect(memoryCeiling(setting, machine)).toBe(ceiling);
});

function plan(settings: { nightlyRestart?: string; memoryLimitMb?: number; updateHour?: string }) {
  const clock = createFakeClock(at(3, 0));
  const did: string[] = [];
  const world = {
    usedMb: 100,
    isPlaying: true,
    waiting: null as { sinceMs: number; atOnce: boolean } | null,
    canSwitch: true,
  };
  const restarts = createPlannedRestarts({
    settings: () => ({ nightlyRestart: '', memoryLimitMb: 0, updateHour: '03:30', ...settings }),
    update: {
      waiting: () => world.waiting,
      switchOver: () => {
        did.push('switched');
        return world.canSwitch;
      },
    },
    memoryMb: () => Promise.resolve(world.usedMb),
    isPlaying: () => world.isPlaying,
    restartRenderer: () => did.push('renderer'),
    restartPlayer: () => did.push('player'),
    clock,
    log: createSilentLog(),
  });
  restarts.start();
  onTestFinished(() => {
    restarts.stop();
  });
  return { clock, did, world, restarts };
}

describe('planned restarts', () => {
  it('wait for the next item', async () => {
    const { clock, did, restarts } = plan({ nightlyRestart: '03:30' });
    restarts.boundary();
    await clock.advance(31 * MINUTE);
    expect(did).toEqual([]);
    restarts.boundary();
    restarts.boundary();
    expect(did).toEqual(['player']);
  });

  it('happen at once when nothing plays, and after half an hour whatever plays', async () => {
    const idle = plan({ nightlyRestart: '03:30' });
    idle.world.isPlaying = false;
    await idle.clock.advance(31 * MINUTE);
    expect(idle.did).toEqual(['player']);
    const endless = plan({ nightlyRestart: '03:30' });
    await endless.clock.advance(59 * MINUTE);
    expect(endless.did).toEqual([]);
    await endless.clock.advance(2 * MINUTE);
    expect(endless.did).toEqual(['player']);
  });

  it('start a renderer anew that uses too much, every ten minutes at most', async () => {
    const { clock, did, world, restarts } = plan({ memoryLimitMb: 500 });
    await clock.advance(5 * MINUTE);
    restarts.boundary();
    expect(did).toEqual([]);
    world.usedMb = 600;
    await clock.advance(MINUTE);
    restarts.boundary();
    expect(did).toEqual(['renderer']);
    await clock.advance(5 * MINUTE);
    restarts.boundary();
    expect(did).toHaveLength(1);
    await clock.advance(6 * MINUTE);
    restarts.boundary();
    expect(did).toHaveLength(2);
    restarts.stop();
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('another version', () => {
  it('is switched to at its hour, at the next boundary, and at any hour without one', async () => {
    const { clock, did, world, restarts } = plan({});
    world.waiting = { sinceMs: at(3, 0), atOnce: false };
    await clock.advance(29 * MINUTE);
    restarts.boundary();
    expect(did).toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(did).toEqual([]);
    restarts.boundary();
    expect(did).toEqual(['switched', 'player']);
    const soon = plan({ updateHour: 'any' });
    soon.world.waiting = { sinceMs: at(3, 0), atOnce: false };
    await soon.clock.advance(MINUTE);
    soon.restarts.boundary();
    expect(soon.did).toEqual(['switched', 'player']);
  });

  it('that was asked for is switched to at the next boundary, and a disk that takes no note of it leaves all as it is', async () => {
    const { clock, did, world, restarts } = plan({});
    world.waiting = { sinceMs: at(3, 0), atOnce: true };
    world.canSwitch = false;
    restarts.lookNow();
    await clock.advance(0);
    restarts.boundary();
    expect(did).toEqual(['switched']);
    world.canSwitch = true;
    await clock.advance(MINUTE);
    restarts.boundary();
    expect(did).toEqual(['switched', 'switched', 'player']);
  });
});
