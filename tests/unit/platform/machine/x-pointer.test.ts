import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { hidePointer } from '../../../../src/platform/machine/x-pointer.ts';

const ROOT = 0x1a2b;
const XFIXES_OPCODE = 138;
const HIDE_CURSOR = 29;

/** An X server that says what is asked of it here, and writes down what it is asked; on a port, as X(7) counts them. */
async function startServer({ hasFixes = true } = {}) {
  const asked: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.once('data', () => {
      socket.write(setup());
      socket.on('data', (bytes) => {
        answer(socket, bytes);
      });
    });
    socket.on('close', () => asked.push('gone'));
  });
  function answer(socket: Socket, bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += bytes.readUInt16LE(at + 2) * 4) {
      const [opcode, detail] = [bytes.readUInt8(at), bytes.readUInt8(at + 1)];
      const reply = Buffer.alloc(32);
      reply.writeUInt8(1, 0);
      if (opcode === 98) {
        reply.writeUInt8(hasFixes ? 1 : 0, 8);
        reply.writeUInt8(XFIXES_OPCODE, 9);
      }
      if (opcode === XFIXES_OPCODE && detail === HIDE_CURSOR) {
        asked.push(`hide on ${bytes.readUInt32LE(at + 4)}`);
      } else socket.write(reply);
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const number = (server.address() as AddressInfo).port - 6_000;
  return {
    asked,
    environment: { DISPLAY: `127.0.0.1:${number}`, XAUTHORITY: '/nowhere' },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function setup(): Buffer {
  const vendor = 'none';
  const body = Buffer.alloc(32 + vendor.length + 8 + 40);
  body.writeUInt16LE(vendor.length, 16);
  body.writeUInt8(1, 21);
  body.writeUInt32LE(ROOT, 32 + vendor.length + 8);
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt16LE(body.length / 4, 6);
  return Buffer.concat([head, body]);
}

describe('the pointer of an X screen', () => {
  let stop = (): void => undefined;
  afterEach(() => {
    stop();
  });
  const start = async (options = {}) => {
    const server = await startServer(options);
    stop = server.stop;
    return server;
  };

  it('is hidden on the whole screen, and shown again by the end of the connection', async () => {
    const { environment, asked } = await start();
    const hold = hidePointer(environment);
    await expect.poll(() => asked).toEqual([`hide on ${ROOT}`]);
    hold.release();
    await expect.poll(() => asked).toEqual([`hide on ${ROOT}`, 'gone']);
  });

  it('is left as it is by a server that cannot hide it, which is not held on to', async () => {
    const { environment, asked } = await start({ hasFixes: false });
    hidePointer(environment);
    await expect.poll(() => asked).toEqual(['gone']);
  });

  it('may be let go before the server answers, and where there is none', async () => {
    const { environment, asked } = await start();
    hidePointer(environment).release();
    hidePointer({ DISPLAY: 'nonsense' }).release();
    hidePointer({}).release();
    await expect.poll(() => asked).toEqual(['gone']);
  });
});
