import { mkdirSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createBridgeSocket, type BridgeSocket } from '../../src/shells/chromium/bridge-socket.ts';
import { createLaunchSecret } from '../../src/shells/chromium/launch-secret.ts';
import { createLoopbackServer, type LoopbackServer } from '../../src/shells/chromium/loopback-server.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
let server: LoopbackServer;
let bridge: BridgeSocket;
let cookie: string;
const MEDIA = `/media/${'ab'.repeat(32)}`;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const port = Number(new URL(server.origin).port);
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.on('error', reject).end();
  });
}

const askInside = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(path, { headers: { cookie, ...headers } });

function connect(headers: Record<string, string>, path = '/bridge'): Promise<WebSocket | number> {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}${path}`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      resolve(socket);
    });
    socket.on('unexpected-response', (sent, response) => {
      sent.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

async function connectInside(): Promise<WebSocket> {
  const socket = await connect({ cookie, origin: server.origin });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

const nextFrame = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => {
      resolve(JSON.parse(data.toString()));
    });
  });

/** What was logged as wrong. */
const lines: string[] = [];

beforeEach(async () => {
  folder = join(temporaryFolder(), 'renderer');
  mkdirSync(folder);
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets/app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, '../outside.txt'), 'outside');
  lines.length = 0;
  const note = (line: string): void => void lines.push(line);
  const log = { ...createSilentLog(), error: note, warn: note };
  server = createLoopbackServer({ rendererFolder: folder, secret: createLaunchSecret(), log });
  bridge = createBridgeSocket(log);
  server.onUpgrade((incoming, socket, head) => {
    bridge.accept(incoming, socket, head);
  });
  await server.start();
  const opened = await ask(server.ticketUrl().slice(server.origin.length));
  cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});
afterEach(async () => {
  bridge.stop();
  await server.stop();
});

describe('who is let in', () => {
  it('exchanges a ticket for the cookie, once, and sends the browser to the page', async () => {
    const path = server.ticketUrl().slice(server.origin.length);
    const first = await ask(path);
    expect(first).toMatchObject({ status: 302, headers: { location: '/', 'cache-control': 'no-store' } });
    expect((await ask(path)).status).toBe(403);
    expect((await ask('/open')).status).toBe(403);
  });

  it.each(['/', '/index.html', '/assets/app-1a2b.js', '/assets/', MEDIA, '/nothing'])(
    'answers 403 on %s to a process that has no cookie, whether it exists or not',
    async (path) => {
      expect(await ask(path)).toMatchObject({ status: 403, body: '' });
    },
  );

  it('refuses another host name, as DNS rebinding would send it', async () => {
    const port = new URL(server.origin).port;
    expect((await askInside('/', { host: `rebound.example:${port}` })).status).toBe(403);
    expect((await askInside('/', { host: `localhost:${port}` })).status).toBe(403);
    const path = server.ticketUrl().slice(server.origin.length);
    expect((await ask(path, { headers: { host: 'rebound.example' } })).status).toBe(403);
  });

  it('refuses what another site starts, even with the cookie', async () => {
    expect((await askInside('/', { origin: 'https://page.example' })).status).toBe(403);
    expect((await askInside('/', { origin: 'null' })).status).toBe(403);
    expect((await askInside(MEDIA, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await askInside(MEDIA, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await askInside('/', { origin: server.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(
      200,
    );
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('takes no %s', async (method) => {
    const answer = await ask('/', { method, headers: { cookie } });
    expect(answer.status).toBe(405);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('a request that nobody can read', () => {
  it.each(['//', 'http://[', '/\\\\[', 'http://a:99999/'])(
    'is refused without a line in the log: %s',
    async (path) => {
      const before = lines.length;
      expect((await ask(path)).status).toBeGreaterThanOrEqual(400);
      expect((await ask(path)).status).toBeLessThan(500);
      expect(lines.length).toBe(before);
    },
  );
});

describe('what is served', () => {
  it('serves the page under a policy that lets in nothing foreign', async () => {
    const { status, headers } = await askInside('/');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).toContain(`connect-src 'self' ${server.origin.replace('http', 'ws')}`);
    expect(policy).not.toContain('unsafe');
  });

  it('serves hashed files for good, and answers HEAD without a body', async () => {
    const { headers, body } = await askInside('/assets/app-1a2b.js');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toContain('immutable');
    expect(body).toBe('export {};');
    const head = await ask('/assets/app-1a2b.js', { method: 'HEAD', headers: { cookie } });
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': '10' }, body: '' });
  });

  it.each([
    '/assets',
    '/assets/',
    '/..%2foutside.txt',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '//etc/passwd',
  ])('lists nothing and leaves its folder never: %s', async (path) => {
    expect((await askInside(path)).status).toBe(404);
  });
});

describe('media', () => {
  it('answers 503 until there is an answerer', async () => {
    expect((await askInside(MEDIA)).status).toBe(503);
  });

  it('hands over the range and brings back status, headers and bytes', async () => {
    let asked: Request | null = null;
    server.serveMedia((given) => {
      asked = given;
      return Promise.resolve(
        new Response('ell', { status: 206, headers: { 'content-range': 'bytes 1-3/5' } }),
      );
    });
    const answer = await askInside(MEDIA, { range: 'bytes=1-3' });
    expect(answer).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 1-3/5' }, body: 'ell' });
    const given = asked as Request | null;
    expect(given?.headers.get('range')).toBe('bytes=1-3');
    expect(given?.headers.get('cookie')).toBeNull();
    expect(given?.url).toBe(`${server.origin}${MEDIA}`);
  });

  it('reads no faster than it is read, and stops when the reader goes away', async () => {
    const chunk = new Uint8Array(64 * 1024);
    let pulled = 0;
    const cancelled = Promise.withResolvers<null>();
    const aborted = Promise.withResolvers<null>();
    server.serveMedia((given) => {
      given.signal.addEventListener('abort', () => {
        aborted.resolve(null);
      });
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          pulled += chunk.length;
          controller.enqueue(chunk);
        },
        cancel: () => {
          cancelled.resolve(null);
        },
      });
      return Promise.resolve(new Response(body));
    });
    const sent = request(`${server.origin}${MEDIA}`, { headers: { cookie } });
    const response = await new Promise<NodeJS.ReadableStream>((resolve) => {
      sent.on('response', resolve).end();
    });
    response.pause();
    // Hanging up is an error to the one who does it.
    response.on('error', () => undefined);
    sent.on('error', () => undefined);
    // The pace is held when two looks in a row find the same: an unheld stream of this kind never rests.
    let seen = -1;
    const hasRested = (): boolean => {
      const rested = seen === pulled;
      seen = pulled;
      return rested;
    };
    await expect.poll(hasRested, { interval: 200, timeout: 20_000 }).toBe(true);
    expect(pulled).toBeLessThan(64 * 1024 * 1024);
    sent.destroy();
    await Promise.all([cancelled.promise, aborted.promise]);
  });

  it('answers 500 when the answerer has a bug, and lives on', async () => {
    server.serveMedia(() => Promise.reject(new Error('bug')));
    expect((await askInside(MEDIA)).status).toBe(500);
    expect((await askInside('/')).status).toBe(200);
  });
});

describe('the bridge', () => {
  it('lets in only who has the cookie, from the player’s own origin, at its own path', async () => {
    expect(await connect({ origin: server.origin })).toBe(403);
    expect(await connect({ cookie })).toBe(403);
    expect(await connect({ cookie, origin: 'https://page.example' })).toBe(403);
    expect(await connect({ cookie, origin: server.origin }, '/other')).toBe(404);
    (await connectInside()).terminate();
  });

  it('answers each request under its id, in any order', async () => {
    const slow = Promise.withResolvers<string>();
    bridge.serve((name, input) => (name === 'slow' ? slow.promise : Promise.resolve({ name, input })));
    const socket = await connectInside();
    socket.send(JSON.stringify({ id: 1, name: 'slow', input: {} }));
    socket.send(JSON.stringify({ id: 2, name: 'hello', input: { a: 1 } }));
    expect(await nextFrame(socket)).toEqual({ id: 2, result: { name: 'hello', input: { a: 1 } } });
    slow.resolve('done');
    expect(await nextFrame(socket)).toEqual({ id: 1, result: 'done' });
  });

  it('lets a request wait for the handler', async () => {
    const socket = await connectInside();
    socket.send(JSON.stringify({ id: 7, name: 'hello', input: {} }));
    const frame = nextFrame(socket);
    bridge.serve(() => Promise.resolve('late'));
    expect(await frame).toEqual({ id: 7, result: 'late' });
  });

  it('sends events to every renderer', async () => {
    const sockets = await Promise.all([connectInside(), connectInside()]);
    const frames = sockets.map(nextFrame);
    bridge.send('snapshot', { state: 'playing' });
    expect(await Promise.all(frames)).toEqual([
      { event: 'snapshot', payload: { state: 'playing' } },
      { event: 'snapshot', payload: { state: 'playing' } },
    ]);
  });

  it.each(['not JSON', '{"id":"1","name":"hello"}', '{"name":"hello"}', '[]'])(
    'cuts off who sends %j',
    async (frame) => {
      bridge.serve(() => Promise.resolve(null));
      const socket = await connectInside();
      socket.send(frame);
      const code = await new Promise((resolve) => socket.on('close', resolve));
      expect(code).toBe(1008);
    },
  );
});
