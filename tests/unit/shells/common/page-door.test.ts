import { createConnection, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { createPageDoor } from '../../../../src/shells/common/page-door.ts';

function knock(address: string | null): Socket {
  const socket = createConnection(Number(new URL(address ?? '').port), '127.0.0.1');
  socket.on('error', () => undefined);
  return socket;
}

test('who comes before there is anybody behind the door waits, and another user of the machine is let in by nobody', async () => {
  let isAdmitted = true;
  const door = createPageDoor(() => isAdmitted);
  onTestFinished(door.close);
  expect(door.address()).toBeNull();
  await door.open();
  const address = door.address();
  await door.open();
  expect(door.address(), 'it is open already').toBe(address);
  const early = knock(address);
  await once(early, 'connect');
  let taken = 0;
  door.serve((connection) => {
    taken += 1;
    connection.destroy();
  });
  await once(early, 'close');
  expect(taken).toBe(1);
  isAdmitted = false;
  await once(knock(address), 'close');
  expect(taken).toBe(1);
});

test('the kernel says whose a connection is: this user’s own is let in', async () => {
  const door = createPageDoor();
  onTestFinished(door.close);
  await door.open();
  const taken = Promise.withResolvers<null>();
  door.serve((connection) => {
    connection.destroy();
    taken.resolve(null);
  });
  knock(door.address());
  expect(await taken.promise).toBeNull();
});
