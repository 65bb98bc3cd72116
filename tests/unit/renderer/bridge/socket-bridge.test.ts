import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { createSocketBridge, type SocketBridge } from '../../../../renderer/bridge/socket-bridge.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { sampleItem, sampleProgram } from '../../../support/sample-program.ts';

interface Asked {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

const program = sampleProgram([sampleItem('a')]);

/** A real WebSocket server that answers as it is told. */
function createServer(port = 0) {
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  const asked: Asked[] = [];
  let answer: (request: Asked) => unknown = () => ({ ok: true, value: null });
  let last: ServerSocket | null = null;
  server.on('connection', (socket) => {
    last = socket;
    socket.on('message', (data: Buffer) => {
      const request = JSON.parse(data.toString('utf8')) as Asked;
      asked.push(request);
      const result = answer(request);
      if (result !== undefined) socket.send(JSON.stringify({ id: request.id, result }));
    });
  });
  return {
    asked,
    port: () => (server.address() as AddressInfo).port,
    answerWith: (other: typeof answer) => {
      answer = other;
    },
    send: (text: string) => last?.send(text),
    async stop() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

let server: ReturnType<typeof createServer>;
let bridge: SocketBridge;
let port: number;

beforeEach(async () => {
  server = createServer();
  await new Promise((resolve) => setImmediate(resolve));
  port = server.port();
  bridge = createSocketBridge({
    open: () => new WebSocket(`ws://127.0.0.1:${port}`),
    clock: createSystemClock(),
    random: () => 0,
  });
});

afterEach(async () => {
  bridge.stop();
  await server.stop();
});

/** The next event of this name. */
function next(name: 'program' | 'snapshot'): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = bridge.on(name, (payload) => {
      stop();
      resolve(payload);
    });
  });
}

describe('the bridge over a WebSocket', () => {
  it('sends a call made before it is connected, and gives each its own answer', async () => {
    server.answerWith(({ name }) =>
      name === 'unpair'
        ? { ok: false, error: { code: 'busy', message: 'Later.' } }
        : { ok: true, value: null },
    );
    const [synced, unpaired] = await Promise.all([bridge.call('sync-now', {}), bridge.call('unpair', {})]);
    expect(synced).toEqual({ ok: true, value: null });
    expect(unpaired).toEqual({ ok: false, error: { code: 'busy', message: 'Later.' } });
    expect(server.asked.map(({ name, input }) => ({ name, input }))).toEqual([
      { name: 'sync-now', input: {} },
      { name: 'unpair', input: {} },
    ]);
  });

  it('hears events, and nothing that is none', async () => {
    await bridge.call('sync-now', {});
    const heard = next('program');
    for (const frame of [
      'not json',
      '{"event":"format-disk","payload":{}}',
      '{"event":"program","payload":{"id":7}}',
      '{"id":99,"result":{"ok":true,"value":null}}',
      JSON.stringify({ event: 'program', payload: program }),
    ]) {
      server.send(frame);
    }
    expect(await heard).toEqual(program);
  });

  it('refuses an answer to hello that nothing can be drawn from', async () => {
    server.answerWith(() => ({ ok: true, value: { snapshot: {}, program: null } }));
    expect(await bridge.call('hello', {})).toMatchObject({ ok: false, error: { code: 'bad-answer' } });
  });

  it('fails what is pending when the connection breaks, connects again and catches up', async () => {
    await bridge.call('sync-now', {});
    server.answerWith(() => undefined);
    const pending = bridge.call('sync-now', {});
    await server.stop();
    expect(await pending).toMatchObject({ ok: false, error: { code: 'bridge-lost' } });
    expect(await bridge.call('sync-now', {})).toMatchObject({ ok: false, error: { code: 'bridge-lost' } });

    const heard = Promise.all([next('snapshot'), next('program')]);
    server = createServer(port);
    server.answerWith(() => ({ ok: true, value: { snapshot: sampleSnapshot(), program } }));
    const [snapshot, caughtUp] = await heard;
    expect(snapshot).toMatchObject({ state: 'playing' });
    expect(caughtUp).toEqual(program);
  });
});
