import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openRouted } from '../../../../src/player/trust/open-routed.ts';
import type { Proxy, RouteTarget } from '../../../../src/player/trust/route.ts';
import { TUNNEL_ERRORS } from '../../../../src/player/trust/tunnel.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const target = { host: 'digiserver.test', port: 8443, isSecure: true };

/** `isReached`: a connection came, which is answered with `answer`. */
async function proxyAnswering(answer: string) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.once('data', () => socket.write(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { proxy: { host: '127.0.0.1', port, authorization: null }, sockets };
}

/** Opens a way by the proxy that is named; with what the route was asked. */
function open(proxy: Promise<Proxy | null> | Proxy | null) {
  const clock = createFakeClock();
  const asked: RouteTarget[] = [];
  const done: (string | Socket | null | undefined)[] = [];
  const proxyFor = (place: RouteTarget) => {
    asked.push(place);
    return proxy;
  };
  openRouted({ ...target, route: { proxyFor }, clock, timeoutMs: 10_000 }, (error, socket) => {
    if (socket !== null) onTestFinished(() => void socket.destroy());
    done.push(error === null ? socket : (error as NodeJS.ErrnoException).code);
  });
  return { clock, asked, done };
}

it('needs no way of its own where no proxy is named, and says so at once', async () => {
  const { asked, done } = open(null);
  expect(asked).toEqual([target]);
  expect(done).toEqual([null]);
  const later = open(Promise.resolve(null));
  expect(later.done).toEqual([]);
  await later.clock.advance(0);
  expect(later.done).toEqual([null]);
});

it.each(['known', 'known later'])('hands over the tunnel of a proxy that is %s', async (when) => {
  const { proxy } = await proxyAnswering('HTTP/1.1 200 OK\r\n\r\n');
  const { done } = open(when === 'known' ? proxy : Promise.resolve(proxy));
  await expect.poll(() => done).toHaveLength(1);
  expect(done[0]).toMatchObject({ destroyed: false });
});

it('tells a proxy that holds the tunnel back before the time of the whole is over', async () => {
  const { proxy, sockets } = await proxyAnswering('');
  const { clock, done } = open(proxy);
  await expect.poll(() => sockets[0]?.bytesRead ?? 0).toBeGreaterThan(0);
  await clock.advance(7_999);
  expect(done).toEqual([]);
  await clock.advance(1);
  expect(done).toEqual([TUNNEL_ERRORS.silent]);
});
