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
