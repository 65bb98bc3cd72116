import { describe, expect, it, onTestFinished } from 'vitest';
import { createGroupTime } from '../../../../renderer/stage/group-time.ts';
import type { GroupMoment } from '../../../../src/shared/bridge.ts';
import { wait } from '../../../../src/shared/clock.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

/** A page that asks a player whose shared time is `aheadMs` before its monotonic one; each way takes so long, ms. */
function setUp(way: (question: number) => number = () => 1) {
  const clock = createFakeClock();
  const world = { aheadMs: 1_700_000_000_000, settings: 1, isGrouped: true };
  let questions = 0;
  const time = createGroupTime(clock, async (): Promise<GroupMoment | null> => {
    questions += 1;
    const question = questions;
    await wait(clock, way(question));
    const answer = { epochMs: clock.monotonic() + world.aheadMs, settings: world.settings };
    await wait(clock, 1);
    return world.isGrouped ? answer : null;
  });
  onTestFinished(time.stop);
  const offMs = (): number => (time.at(clock.monotonic()) ?? Number.NaN) - clock.monotonic() - world.aheadMs;
  return { clock, time, world, offMs, questions: () => questions };
}

describe('the shared time on the page', () => {
  it('is not known before it was asked for, nor in no group', async () => {
    const { clock, time, world } = setUp();
    expect(time.at(0)).toBeNull();
    world.isGrouped = false;
    time.start();
    await clock.advance(20_000);
    expect(time.at(clock.monotonic())).toBeNull();
    time.stop();
    await clock.advance(10);
  });

  it('is the one of the player to a millisecond, also where most answers are slow', async () => {
    const { clock, time, offMs } = setUp((question) => (question % 4 === 3 ? 1 : 60));
    time.start();
    await clock.advance(60_000);
    expect(Math.abs(offMs())).toBeLessThan(1);
    time.stop();
    await clock.advance(200);
  });

  it('moves slowly with the player, and is set anew with it', async () => {
    const { clock, time, world, offMs } = setUp();
    time.start();
    await clock.advance(6_000);
    world.aheadMs += 1_500;
    world.settings += 1;
    await clock.advance(6_000);
    expect(Math.abs(offMs())).toBeLessThan(1);
    time.stop();
    await clock.advance(10);
  });
});
