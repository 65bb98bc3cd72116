import { get } from 'node:http';
import { get as getSecurely } from 'node:https';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createSystemContext } from '../../../../src/player/trust/judged-agent.ts';
import { straightRoute } from '../../../../src/player/trust/route.ts';
import { createClosedTransport, createTransport } from '../../../../src/player/trust/transport.ts';
import type { TrustTransport } from '../../../../src/player/trust/trust.types.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';

const clock = createSystemClock();

function transportTo(origin: string): TrustTransport {
  const transport = createTransport({
    ...{ origin, clock, connectTimeoutMs: 2_000, route: straightRoute, judge: () => false },
    systemContext: createSystemContext(() => []),
  });
  onTestFinished(() => {
    transport.destroy();
  });
  return transport;
}

/** The code with which a call ends, or `answered`. */
function outcome(transport: TrustTransport, url: URL): Promise<string> {
  return new Promise((resolve) => {
    const ask = url.protocol === 'https:' ? getSecurely : get;
    const request = ask(url, { agent: transport.agentFor(url) }, (response) => {
      response.resume();
      resolve('answered');
    });
    request.on('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code ?? 'unknown');
    });
  });
}

async function localService(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it('has an agent for the server itself, and others for strangers', () => {
  const transport = transportTo('https://server.test');
  const agentFor = (url: URL) => transport.agentFor(url);
  const own = agentFor(new URL('https://server.test/a'));
  expect(agentFor(new URL('https://server.test:443/b'))).toBe(own);
  for (const other of ['https://other.test/', 'https://server.test:444/', 'http://server.test/'])
    expect(agentFor(new URL(other))).not.toBe(own);
  expect(agentFor(new URL('http://other.test/'))).not.toBe(agentFor(new URL('https://other.test/')));
});

it('lets a name of a stranger lead to this machine only where the server is on it', async () => {
  const port = await localService();
  const url = new URL(`http://localhost:${port}/`);
  expect(await outcome(transportTo('https://server.test'), url)).toBe('ERR_LOCAL_TARGET');
  expect(await outcome(transportTo('https://127.0.0.1:1'), url)).toBe('answered');
  const secure = new URL(`https://localhost:${port}/`);
  expect(await outcome(transportTo('https://server.test'), secure)).toBe('ERR_LOCAL_TARGET');
});

it('talks to a server without https plainly, and to nobody where it is closed', async () => {
  const url = new URL(`http://127.0.0.1:${await localService()}/`);
  expect(await outcome(transportTo(url.origin), url)).toBe('answered');
  const closed = createClosedTransport(clock);
  expect(await outcome(closed, url)).toBe('ERR_PEER_REFUSED');
  expect(await outcome(closed, new URL(url.href.replace('http:', 'https:')))).toBe('ERR_PEER_REFUSED');
});
