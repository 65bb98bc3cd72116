import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createNetworkLook,
  type NetworkLookDependencies,
  type NetworkQuestion,
} from '../../../../src/player/server/network-look.ts';
import { straightRoute } from '../../../../src/player/trust/route.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';

const GONE = 'http://127.0.0.1:9/';

/** A plain web server, closed after the test. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

function look(question: Partial<NetworkQuestion>, changes: Partial<NetworkLookDependencies> = {}) {
  const ask = createNetworkLook({
    clock: createSystemClock(),
    appVersion: '1.0.0',
    random: () => 0.5,
    route: straightRoute,
    lookup: () => Promise.reject(new Error('nobody')),
    nowhere: GONE,
    // The tests' servers are all on this machine.
    isLocal: () => false,
    ...changes,
  });
  return ask({ serverUrl: GONE, failed: 'offline', isKnown: true, ...question });
}

const html = { 'Content-Type': 'text/html; charset=utf-8' };

describe('a log-in page is seen', () => {
  it.each([
    ['a page', 200, html],
    ['a way to another', 302, { Location: 'http://login.hotel.test/?to=192.0.2.1' }],
    ['the status that says so', 511, {}],
  ] as const)('where nobody is and somebody answers with %s', async (_what, status, headers) => {
    const portal = await serve(answering(status, headers, '<html>'));
    expect(await look({}, { nowhere: `${portal}/` })).toEqual({ kind: 'portal' });
  });

  it.each([
    ['leads to another host', { failed: 'offline' }, 302, { Location: 'http://login.hotel.test/' }],
    ['says that the network wants a log-in', { failed: 'offline' }, 511, {}],
    ['answers with a page for a server that is known', { failed: 'untrusted' }, 200, html],
  ] as const)('where the server’s own address %s', async (_what, question, status, headers) => {
    const serverUrl = await serve(answering(status, headers));
    expect(await look({ serverUrl, ...question })).toEqual({ kind: 'portal' });
  });
});

describe('no log-in page is seen', () => {
  it.each([
    ['a proxy that cannot reach nowhere', 503, {}],
    ['somebody who refuses', 403, {}],
  ])('in %s', async (_what, status, headers) => {
    const there = await serve(answering(status, headers));
    expect(await look({}, { nowhere: `${there}/` })).toBeNull();
  });

  it.each([
    ['leads to its own https', { failed: 'untrusted' }, 301, { Location: 'https://127.0.0.1/login' }],
    [
      'leads to its better name',
      { failed: 'untrusted' },
      301,
      { Location: 'https://signage.test/api/health' },
    ],
    ['answers with a page, and was only typed', { failed: 'not-a-digiserver', isKnown: false }, 200, html],
    ['answers with a page, and is down itself', { failed: 'timeout' }, 200, html],
    ['answers as a DigiServer', { failed: 'untrusted' }, 200, { 'Content-Type': 'application/json' }],
    ['has nothing there', { failed: 'not-found' }, 404, html],
  ] as const)('in a server that %s', async (_what, question, status, headers) => {
    const serverUrl = await serve(answering(status, headers));
    expect(await look({ serverUrl, ...question })).toBeNull();
  });

  it('behind a proxy, or on this machine: nobody is asked', async () => {
    let asked = 0;
    const portal = await serve((_request, response) => {
      asked += 1;
      response.end('<html>');
    });
    const proxy = { host: 'proxy', port: 1, authorization: null };
    expect(await look({}, { nowhere: portal, route: { proxyFor: () => proxy } })).toBeNull();
    expect(await look({}, { nowhere: portal, isLocal: () => true })).toBeNull();
    expect(asked).toBe(0);
  });
});

describe('a DNS that answers everything with one address', () => {
  const question = { serverUrl: 'http://signage.test:9' };

  it('is told by a name that nobody has', async () => {
    const asked: string[] = [];
    const lookup = (host: string): Promise<string[]> => {
      asked.push(host);
      return Promise.resolve(['127.0.0.9']);
    };
    expect(await look(question, { lookup })).toEqual({ kind: 'names-alike', address: '127.0.0.9' });
    expect(asked).toEqual(['signage.test', 'n'.repeat(20) + '.example']);
  });

  it('is none where the other name has another address, or none, or where the server has no name', async () => {
    const other = (host: string): Promise<string[]> =>
      Promise.resolve([host.endsWith('.example') ? '127.0.0.8' : '127.0.0.9']);
    expect(await look(question, { lookup: other })).toBeNull();
    const none = (host: string): Promise<string[]> =>
      host.endsWith('.example') ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(['127.0.0.9']);
    expect(await look(question, { lookup: none })).toBeNull();
    const never = (): Promise<string[]> => Promise.reject(new Error('not asked'));
    expect(await look({ serverUrl: GONE }, { lookup: never })).toBeNull();
  });
});

it('says nothing of this screen, follows nothing, and waits for a silent portal three seconds', async () => {
  const heard: string[] = [];
  const portal = await serve(({ method, url, headers, rawHeaders }, response) => {
    heard.push(`${method ?? ''} ${url ?? ''}`, ...rawHeaders.filter((_, at) => at % 2 === 0));
    if (headers.host?.startsWith('127') !== true) response.destroy();
  });
  const startedMs = performance.now();
  expect(await look({ serverUrl: portal, failed: 'untrusted' })).toBeNull();
  expect(performance.now() - startedMs).toBeLessThan(15_000);
  const said = ['GET /api/health', 'Accept', 'User-Agent', 'Accept-Encoding', 'Host', 'Connection'];
  expect(heard).toEqual(said);
});
