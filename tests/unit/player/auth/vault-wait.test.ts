import { expect, test } from 'vitest';
import { createVaultWait } from '../../../../src/player/auth/vault-wait.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const MINUTE = 60_000;

function setUp(kept = new Map<string, string>()) {
  const clock = createFakeClock();
  const triedAt: number[] = [];
  const restartedAt: number[] = [];
  const wait = createVaultWait({
    keyValues: {
      get: (name) => kept.get(name) ?? null,
      set: (name, value) => void kept.set(name, value),
      remove: (name) => void kept.delete(name),
    },
    clock,
    // Always the longest wait that may be drawn.
    random: () => 1,
    log: createSilentLog(),
    restart: () => restartedAt.push(clock.monotonic()),
  });
  const ask = (): void => {
    wait.unavailable(() => {
      triedAt.push(clock.monotonic());
      ask();
    });
  };
  return { clock, kept, wait, ask, triedAt, restartedAt };
}

test('a key that cannot be had is asked for after waits that grow to five minutes', async () => {
  const { clock, wait, ask, triedAt } = setUp();
  const startedAt = clock.monotonic();
  ask();
  await clock.advance(30 * MINUTE);
  const times = [startedAt, ...triedAt];
  const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(waits.slice(0, 7)).toEqual([10_000, 15_000, 25_000, 45_000, 85_000, 165_000, 300_000]);
  expect(Math.max(...waits)).toBe(300_000);
  wait.stop();
});

test('a new process comes ever more seldom, and counts anew once the key was there', async () => {
  const kept = new Map<string, string>();
  const restartAfter = async (): Promise<number> => {
    const { clock, wait, ask, restartedAt } = setUp(kept);
    const startedAt = clock.monotonic();
    ask();
    while (restartedAt.length === 0) await clock.advance(MINUTE);
    wait.stop();
    return ((restartedAt[0] ?? 0) - startedAt) / MINUTE;
  };
  const waits: number[] = [];
  for (let process = 0; process < 10; process += 1) waits.push(await restartAfter());
  expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440]);
  setUp(kept).wait.over();
  expect(kept.size).toBe(0);
  expect(await restartAfter()).toBe(10);
});

test('a key that comes ends every wait', async () => {
  const { clock, wait, ask, triedAt, restartedAt } = setUp();
  ask();
  wait.over();
  await clock.advance(48 * 60 * MINUTE);
  expect([triedAt, restartedAt]).toEqual([[], []]);
});
