import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createPageForwarder } from '../../../../src/player/server/page-forwarder.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { routeBy } from '../../../support/recording-proxy.ts';
import { recordingProxy } from '../../../support/trust-fixture.ts';

/** Listens and is closed after the test; answers its port. */
async function listen(server: Server | ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** What a browser gets that says `words` to its proxy. */
async function ask(words: string, upstream = 'http://127.0.0.1:9', serverHost: string | null = null) {
  const route = routeBy(upstream, { user: 'screen', password: 'hunter2' });
  const forwarder = createPageForwarder({ route, clock: createSystemClock(), serverHost: () => serverHost });
  onTestFinished(forwarder.stop);
  const port = await listen(createServer(forwarder.take));
  const browser = createConnection(port, '127.0.0.1');
  browser.on('error', () => undefined);
  browser.write(words);
  return text(browser);
}

test('a page without encryption comes through a tunnel, with nothing of the proxy in it', async () => {
  const asked: unknown[] = [];
  const port = await listen(
    createHttpServer(({ url, headers }, response) => {
      asked.push(
        url,
        headers.host,
        headers['proxy-authorization'],
        headers['proxy-connection'],
        headers.cookie,
      );
      response.setHeader('Set-Cookie', ['a=1', 'b=2']).end('page');
    }),
  );
  const proxy = await recordingProxy();
  const said = await ask(
    `GET http://pages.test:${port}/a?b HTTP/1.1\r\nHost: wrong.test\r\nCookie: c=3\r\nProxy-Connection: x\r\nProxy-Authorization: Basic eA==\r\nConnection: close\r\n\r\n`,
    proxy.url,
  );
  expect(said).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(said).toContain('set-cookie: a=1\r\nset-cookie: b=2\r\n');
  expect(said).toContain('page');
  expect(asked).toEqual(['/a?b', `pages.test:${port}`, undefined, undefined, 'c=3']);
  expect(proxy.places).toEqual([`pages.test:${port}`]);
});

test.each([
  ['a request that is none for a proxy', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
  ['a place that is none', 'CONNECT : HTTP/1.1\r\n\r\n', 400],
  ['this machine by a tunnel', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\n\r\n', 403],
  ['this machine by a page', 'GET http://localhost:1/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 403],
  ['a tunnel where there is no way', 'CONNECT pages.test:443 HTTP/1.1\r\n\r\n', 502],
  [
    'a page where there is no way',
    'GET http://pages.test/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    502,
  ],
])('%s is refused, and nobody is asked for a password', async (_what, words, status) => {
  const said = await ask(words);
  expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(said).not.toMatch(/authenticate/i);
});

test('a 407 of the proxy never comes to the browser', async () => {
  const proxy = await recordingProxy({ signIn: { user: 'screen', password: 'another' } });
  expect(await ask('CONNECT pages.test:443 HTTP/1.1\r\n\r\n', proxy.url)).toMatch(/^HTTP\/1\.1 502 /);
});
