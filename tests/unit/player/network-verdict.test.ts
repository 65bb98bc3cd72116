import { expect, it } from 'vitest';
import { createNetworkVerdict } from '../../../src/player/network-verdict.ts';
import type { NetworkObstacle } from '../../../src/player/server/network-look.ts';
import type { Failure } from '../../../src/shared/result.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';

const offline: Failure = { code: 'offline', message: 'no' };

function setUp() {
  const clock = createFakeClock();
  const told: (string | null)[] = [];
  const looks: PromiseWithResolvers<NetworkObstacle | null>[] = [];
  const verdict = createNetworkVerdict({
    clock,
    serverUrl: () => 'https://signage.test',
    look: () => {
      const look = Promise.withResolvers<NetworkObstacle | null>();
      looks.push(look);
      return look.promise;
    },
    onVerdict: (failure) => told.push(failure?.code ?? null),
  });
  return { clock, told, looks, verdict };
}

it('looks when a poll fails as a portal makes it fail, not at every one, and ends with the first that does not', async () => {
  const { clock, told, looks, verdict } = setUp();
  verdict.note({ code: 'unauthorized', message: 'no' });
  expect(looks).toHaveLength(0);
  verdict.note(offline);
  looks[0]?.resolve({ kind: 'portal' });
  await clock.advance(0);
  expect(told).toEqual(['captive-portal']);
  verdict.note(offline);
  expect(looks, 'a moment later').toHaveLength(1);
  await clock.advance(20_000);
  verdict.note(offline);
  looks[1]?.resolve({ kind: 'names-alike', address: '10.0.0.1' });
  await clock.advance(0);
  expect(told).toEqual(['captive-portal', 'names-all-alike']);
  verdict.note(null);
  expect(told.at(-1)).toBeNull();
});

it('a look that sees nothing ends it, and one that began before a good poll says nothing', async () => {
  const { clock, told, looks, verdict } = setUp();
  verdict.note(offline);
  verdict.note(null);
  looks[0]?.resolve({ kind: 'portal' });
  await clock.advance(0);
  expect(told).toEqual([null]);
  verdict.note(offline);
  looks[1]?.resolve(null);
  await clock.advance(0);
  expect(told).toEqual([null, null]);
});
