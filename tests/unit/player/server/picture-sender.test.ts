import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createPictureSender } from '../../../../src/player/server/picture-sender.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const HOUR_MS = 3_600_000;
const picture = Buffer.from('picture');

function setUp(capabilities: readonly string[] | null) {
  const clock = createFakeClock();
  const calls: string[] = [];
  let can = capabilities;
  let refuses = false;
  const sender = createPictureSender(
    {
      health: () => {
        calls.push('health');
        return Promise.resolve(
          can === null
            ? fail('offline', 'Nobody there.')
            : ok({ version: '2.2.0', capabilities: can, clockSkewMs: null }),
        );
      },
      screenshot: (_webp, authCode) => {
        calls.push(`screenshot ${authCode}`);
        return Promise.resolve(refuses ? fail('not-found', 'No such thing.') : ok(null));
      },
    },
    clock,
    createSilentLog(),
  );
  return {
    clock,
    calls,
    send: (authCode: string | null = 'bearer') => sender.send(picture, authCode),
    learn: (next: readonly string[]) => {
      can = next;
    },
    refuse: () => {
      refuses = true;
    },
  };
}

test('a picture goes only to a server that says it takes them, which is asked once an hour', async () => {
  const { clock, calls, send, learn } = setUp([]);
  await send();
  await send();
  expect(calls).toEqual(['health']);
  learn(['something', 'screenshot']);
  await clock.advance(HOUR_MS);
  await send();
  await send();
  expect(calls).toEqual(['health', 'health', 'screenshot bearer', 'screenshot bearer']);
});

test('one that does not answer, or takes none after all, gets none; without a bearer nobody is asked', async () => {
  const away = setUp(null);
  await away.send();
  expect(away.calls).toEqual(['health']);
  const forgetful = setUp(['screenshot']);
  await forgetful.send(null);
  expect(forgetful.calls).toEqual([]);
  forgetful.refuse();
  await forgetful.send();
  await forgetful.send();
  expect(forgetful.calls).toEqual(['health', 'screenshot bearer']);
});
