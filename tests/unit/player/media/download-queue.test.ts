import { expect, test } from 'vitest';
import { createDownloadQueue } from '../../../../src/player/media/download-queue.ts';

/** Tasks that end when they are told to, and what has begun so far. */
function tasks(lanes: number): {
  begun: string[];
  add: (name: string, isOwn: boolean) => void;
  end: (name: string) => Promise<void>;
  isIdle: () => boolean;
} {
  const queue = createDownloadQueue(lanes);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    add: (name, isOwn) => {
      void queue.run(() => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      }, isOwn);
    },
    end: async (name) => {
      ends.get(name)?.();
      await new Promise(setImmediate);
    },
    isIdle: () => queue.idle(),
  };
}

test('any number of slow strangers leaves a lane to the paired server', async () => {
  const { begun, add, end } = tasks(2);
  for (const name of ['foreign 1', 'foreign 2', 'foreign 3']) add(name, false);
  add('own 1', true);
  add('own 2', true);
  await new Promise(setImmediate);
  expect(begun).toEqual(['foreign 1', 'own 1']);
  await end('own 1');
  expect(begun).toEqual(['foreign 1', 'own 1', 'own 2']);
  await end('own 2');
  expect(begun).toHaveLength(3);
  await end('foreign 1');
  expect(begun.slice(3)).toEqual(['foreign 2']);
});

test('the paired server may have every lane, and who waits longest goes first', async () => {
  const { begun, add, end, isIdle } = tasks(2);
  for (const name of ['own 1', 'own 2']) add(name, true);
  add('foreign', false);
  add('own 3', true);
  await new Promise(setImmediate);
  expect(begun).toEqual(['own 1', 'own 2']);
  await end('own 2');
  await end('own 1');
  expect(begun.slice(2)).toEqual(['foreign', 'own 3']);
  await end('foreign');
  await end('own 3');
  expect(isIdle()).toBe(true);
});

test('with a single lane nobody is shut out', async () => {
  const { begun, add } = tasks(1);
  add('foreign', false);
  await new Promise(setImmediate);
  expect(begun).toEqual(['foreign']);
});

test('a lane that is given back goes to the next; at most as many tasks end beside those that hold one', async () => {
  const queue = createDownloadQueue(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const giveBacks: (() => void)[] = [];
  for (let name = 0; name < 6; name += 1) {
    void queue.run((giveBack) => {
      begun.push(name);
      giveBacks.push(giveBack);
      return new Promise<void>((resolve) => ends.push(resolve));
    }, true);
  }
  const turn = (): Promise<void> => new Promise(setImmediate);
  await turn();
  for (const giveBack of [...giveBacks, ...giveBacks]) giveBack();
  await turn();
  expect(begun).toEqual([0, 1, 2, 3]);
  for (const giveBack of giveBacks) giveBack();
  await turn();
  expect(begun).toHaveLength(4);
  ends[0]?.();
  await turn();
  expect(begun).toHaveLength(4);
  giveBacks[2]?.();
  await turn();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (let left = 6; left > 0; left -= 1) {
    for (const end of ends) end();
    await turn();
  }
  expect(queue.idle()).toBe(true);
});
