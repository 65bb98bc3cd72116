import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openTunnel, TUNNEL_ERRORS } from '../../../../src/player/trust/tunnel.ts';
import type { ClockTimer } from '../../../../src/shared/clock.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';

const TIMEOUT_MS = 1_000;

/** What answers in the place of a proxy; keeps what it is asked. */
async function proxyThat(answers: (socket: Socket) => void) {
  const asked: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', (chunk) => {
      asked.push(chunk.toString('latin1'));
      answers(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked, sockets };
}

interface Opened {
  readonly code: string | undefined;
  readonly message: string;
  readonly socket: Socket | undefined;
}

interface Wish {
  readonly host?: string;
  readonly authorization?: string | null;
  readonly clock?: FakeClock;
}

/** `begun`: the socket on which the tunnel is asked for. */
function ask(port: number, { host = 'digiserver.test', authorization = null, clock }: Wish = {}) {
  const begun = Promise.withResolvers<Opened>();
  let calls = 0;
  const proxy = { host: '127.0.0.1', port, authorization };
  const socket = openTunnel(
    { proxy, host, port: 443, clock: clock ?? createFakeClock(), timeoutMs: TIMEOUT_MS },
    (error, opened) => {
      calls += 1;
      const { code, message }: NodeJS.ErrnoException = error ?? new Error();
      begun.resolve({ code, message, socket: opened });
    },
  );
  onTestFinished(() => {
    socket.destroy();
    expect(calls).toBe(1);
  });
  return { socket, opened: begun.promise };
}

const saying = (text: string) => (socket: Socket) => socket.end(text);

it.each([
  ['HTTP/1.1 200 Connection established\r\n\r\n', undefined],
  ['HTTP/1.0 200\r\nVia: x\r\n\r\n', undefined],
  ['HTTP/1.1 299 So be it\r\nContent-Length: 000\r\n\r\n', undefined],
  ['HTTP/1.1 200 Yes\r\nContent-Length: 12\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 200 Yes\r\ncontent-length:\t012\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 200 Yes\r\nTransfer-Encoding: chunked\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 200 Yes\r\n\r\n<', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 199 Wait\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 300 There\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 399 There\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 400 No\r\n\r\n', TUNNEL_ERRORS.refused],
  ['HTTP/1.1 499 No\r\n\r\n', TUNNEL_ERRORS.refused],
  ['HTTP/1.1 500 Sorry\r\n\r\n', TUNNEL_ERRORS.noWay],
  ['HTTP/1.1 599 Sorry\r\n\r\n', TUNNEL_ERRORS.noWay],
  ['HTTP/1.1 600 What\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 2000 Yes\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/2.0 200 Yes\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['ICY 200 Yes\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  [' HTTP/1.1 200 Yes\r\n\r\n', TUNNEL_ERRORS.badAnswer],
  ['HTTP/1.1 200 Yes\r\n', TUNNEL_ERRORS.badAnswer],
  ['', TUNNEL_ERRORS.badAnswer],
])('takes %j for what it is', async (answer, code) => {
  const proxy = await proxyThat(saying(answer));
  const { opened, socket } = ask(proxy.port);
  expect((await opened).code).toBe(code);
  expect(socket.destroyed).toBe(code !== undefined);
});

it('hands over a connection on which nobody listens any more, and nothing was heard', async () => {
  const proxy = await proxyThat((socket) => {
    socket.write('HTTP/1.1 200 Connec');
    setImmediate(() => socket.write('tion established\r\n\r\n'));
  });
  const { opened } = ask(proxy.port);
  const { socket } = await opened;
  expect(['data', 'end', 'close'].map((event) => socket?.listenerCount(event))).toEqual([0, 1, 0]);
  const heard: string[] = [];
  socket?.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
  proxy.sockets[0]?.write('hello');
  await expect.poll(() => heard.join('')).toBe('hello');
});

it.each([
  ['digiserver.test', 'digiserver.test:443'],
  ['192.0.2.1', '192.0.2.1:443'],
  ['2001:db8::1', '[2001:db8::1]:443'],
])('names the place %s, and itself only where it has a sign-in', async (host, place) => {
  const proxy = await proxyThat(saying('HTTP/1.1 200 OK\r\n\r\n'));
  await ask(proxy.port, { host }).opened;
  await ask(proxy.port, { host, authorization: 'Basic abc' }).opened;
  expect(proxy.asked).toEqual([
    `CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\n\r\n`,
    `CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\nProxy-Authorization: Basic abc\r\n\r\n`,
  ]);
});

it('tells a proxy that asks who this is from one that does not know the answer, and repeats no secret', async () => {
  const proxy = await proxyThat(saying('HTTP/1.1 407 Who\r\n\r\n'));
  expect((await ask(proxy.port).opened).code).toBe(TUNNEL_ERRORS.signIn);
  const refused = await ask(proxy.port, { authorization: 'Basic secret' }).opened;
  expect(refused.code).toBe(TUNNEL_ERRORS.wrongPassword);
  expect(refused.message).not.toContain('secret');
});

it('takes a head of 16 KB and none that is longer', async () => {
  const start = 'HTTP/1.1 200 OK\r\nX: ';
  const fits = await proxyThat(saying(`${start.padEnd(16_384, 'x')}\r\n\r\n`));
  expect((await ask(fits.port).opened).code).toBeUndefined();
  const isLonger = await proxyThat(saying(`${start.padEnd(16_385, 'x')}\r\n\r\n`));
  expect((await ask(isLonger.port).opened).code).toBe(TUNNEL_ERRORS.badAnswer);
  const hasNoEnd = await proxyThat((socket) => socket.write(start.padEnd(16_385, 'x')));
  expect((await ask(hasNoEnd.port).opened).code).toBe(TUNNEL_ERRORS.badAnswer);
});

it('gives a proxy that says nothing its time, and not more', async () => {
  const clock = createFakeClock();
  const proxy = await proxyThat(() => undefined);
  const { opened } = ask(proxy.port, { clock });
  await expect.poll(() => proxy.asked.length).toBe(1);
  await clock.advance(TIMEOUT_MS - 1);
  expect(clock.pendingTimers()).toBe(1);
  await clock.advance(1);
  expect((await opened).code).toBe(TUNNEL_ERRORS.silent);
});

it('knows a proxy that is not there', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect((await ask(port).opened).code).toBe(TUNNEL_ERRORS.unreachable);
});

it('knows a proxy that does not even take the connection', async () => {
  // No event of a socket comes before this.
  const clock = { ...createFakeClock(), after: (_ms: number, action: () => void) => soon(action) };
  const proxy = await proxyThat(() => undefined);
  expect((await ask(proxy.port, { clock }).opened).code).toBe(TUNNEL_ERRORS.unreachable);
});

function soon(action: () => void): ClockTimer {
  queueMicrotask(action);
  return { cancel: () => undefined };
}
