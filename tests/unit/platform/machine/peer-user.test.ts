import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { userOfPeer } from '../../../../src/platform/machine/peer-user.ts';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, remote: string, state: string, user: number): string =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${user}        0 4711 1 0000000000000000 20 4 30 10 -1\n`;

it('reads whose end of a connection it is, and nothing of the other end or of one that has ended', () => {
  const [own, peer] = ['0100007F:0BB8', '0100007F:9C40'];
  const table = HEAD + row(own, peer, '01', 0) + row(peer, own, '06', 0) + row(peer, own, '01', 1_000);
  expect(userOfPeer(40_000, 3_000, () => table)).toBe(1_000);
  expect(userOfPeer(40_001, 3_000, () => table)).toBeNull();
  expect(userOfPeer(40_000, 3_000, () => HEAD + row(peer, own, '06', 0))).toBeNull();
});

it('says of what cannot be read that nobody knows', () => {
  const refuse = (): string => {
    throw new Error('EACCES');
  };
  expect(userOfPeer(1, 2, refuse)).toBeNull();
  expect(userOfPeer(1, 2, () => 'x'.repeat(5_000_000))).toBeNull();
  expect(userOfPeer(1, 2, () => '')).toBeNull();
});

it.skipIf(process.platform !== 'linux')('knows a real connection of this user', async () => {
  const server = createServer();
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  const socket = await accepted;
  expect(userOfPeer(socket.remotePort ?? 0, port)).toBe(process.getuid?.());
  client.destroy();
  socket.destroy();
  server.close();
});
