import { expect, it } from 'vitest';
import { checkPort } from '../../../../src/player/doctor/check-port.ts';
import { createSystemClock, type Clock } from '../../../../src/shared/clock.ts';

it('a port that stays silent is told from one that is closed', async () => {
  // The time is over before the network has had a turn.
  const clock: Clock = {
    ...createSystemClock(),
    after: (_delayMs, action) => {
      queueMicrotask(action);
      return { cancel: () => undefined };
    },
  };
  const found = await checkPort({ host: '127.0.0.1', port: 9 }, { clock, timeoutMs: 1 });
  expect(found).toMatchObject({ verdict: 'bad', code: 'tcp-timed-out' });
});
