import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { isInReach } from '../../../../../src/platform/machine/network/gateway-reach.ts';
import { createSystemClock } from '../../../../../src/shared/clock.ts';

const clock = createSystemClock();

it('a machine that answers is in reach, also when it refuses', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It has no port.');
  expect(await isInReach('127.0.0.1', clock, address.port)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await isInReach('127.0.0.1', clock, address.port), 'nobody listens any more').toBe(true);
});

it('one that no network leads to is not', async () => {
  // A test has no neighbour that is missing; of a group of machines nobody takes a connection.
  expect(await isInReach('224.0.0.1', clock)).toBe(false);
});
