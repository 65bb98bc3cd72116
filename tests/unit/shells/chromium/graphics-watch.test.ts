import { expect, it } from 'vitest';
import { createGraphicsWatch, isProcessAlive } from '../../../../src/shells/chromium/graphics-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function watch() {
  const clock = createFakeClock();
  const alive = new Set<number>();
  let now: number | null = null;
  let asked = 0;
  let lost = 0;
  const watched = createGraphicsWatch({
    find: () => {
      asked += 1;
      return Promise.resolve(now);
    },
    isAlive: (pid) => alive.has(pid),
    clock,
    onLost: () => {
      lost += 1;
    },
  });
  return {
    alive,
    watched,
    becomes: (pid: number | null) => {
      now = pid;
    },
    asked: () => asked,
    lost: () => lost,
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 250) await clock.advance(250);
    },
  };
}

it('tells once that another process draws, and not before it is there', async () => {
  const { alive, watched, becomes, lost, pass } = watch();
  alive.add(7);
  becomes(7);
  watched.start();
  await pass(1_000);
  alive.delete(7);
  await pass(1_000);
  expect(lost(), 'the browser still names the old one').toBe(0);
  alive.add(8);
  becomes(8);
  await pass(250);
  expect(lost()).toBe(1);
  await pass(10_000);
  expect(lost()).toBe(1);
  watched.stop();
});

it('asks the browser seldom while there is nothing to watch, and not at all while there is', async () => {
  const { alive, watched, becomes, asked, lost, pass } = watch();
  watched.start();
  await pass(20_000);
  expect(asked()).toBeLessThanOrEqual(5);
  becomes(7);
  await pass(20_000);
  expect(lost(), 'one that cannot be seen from here is not one that ends').toBe(0);
  alive.add(7);
  await pass(5_000);
  const before = asked();
  await pass(60_000);
  expect(asked()).toBe(before);
  watched.stop();
});

it('knows its own process, and none where there is none', () => {
  expect(isProcessAlive(process.pid)).toBe(true);
  expect(isProcessAlive(2 ** 22 + 1)).toBe(false);
});
