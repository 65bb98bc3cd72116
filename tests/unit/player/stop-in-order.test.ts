import { expect, it } from 'vitest';
import { createSilentLog } from '../../../src/platform/logging/log.ts';
import { stopInOrder } from '../../../src/player/stop-in-order.ts';

it('stops every part in order, also behind one that fails', async () => {
  const stopped: string[] = [];
  const failures: unknown[] = [];
  const part = (name: string) => ({
    stop: () => {
      stopped.push(name);
    },
  });
  const throws = {
    stop: () => {
      throw new Error('the disk is full');
    },
  };
  const rejects = { stop: () => Promise.reject(new Error('the disk is gone')) };
  const log = {
    ...createSilentLog(),
    error: (_message: string, facts?: object) => failures.push(facts),
  };

  await stopInOrder([part('first'), throws, part('second'), rejects, part('third')], log);

  expect(stopped).toEqual(['first', 'second', 'third']);
  expect(failures).toEqual([{ reason: 'the disk is full' }, { reason: 'the disk is gone' }]);
});
