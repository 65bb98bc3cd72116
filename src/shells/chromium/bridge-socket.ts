import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import type { BridgeTransport } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';

/** The bridge over a WebSocket: `{id, name, input}` comes in, `{id, result}` and `{event, payload}` go out, as JSON. */
export interface BridgeSocket extends BridgeTransport {
  /** Takes over a connection that the loopback server has let in. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** How many renderers are connected. */
  readonly connected: number;
  stop(): void;
}

const LARGEST_FRAME_BYTES = 1024 * 1024;
/** A renderer that lets this much pile up does not read any more; it is cut off and connects anew when it lives. */
const MOST_UNSENT_BYTES = 16 * 1024 * 1024;

const requestSchema = z.object({ id: z.number().int(), name: z.string(), input: z.unknown() });

/** Makes the bridge; requests wait unanswered until {@link BridgeTransport.serve} has registered their handler. */
export function createBridgeSocket(log: Log): BridgeSocket {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_FRAME_BYTES,
    clientTracking: true,
  });
  const registered = Promise.withResolvers<(name: string, input: unknown) => Promise<unknown>>();

  const deliver = (socket: WebSocket, frame: unknown): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNSENT_BYTES) {
      log.warn('The screen stopped reading from the player; its connection was cut');
      socket.terminate();
      return;
    }
    socket.send(JSON.stringify(frame));
  };

  const receive = async (socket: WebSocket, data: RawData): Promise<void> => {
    const request = parseRequest(data);
    if (request === null) {
      socket.close(1008, 'not a request');
      return;
    }
    const handler = await registered.promise;
    deliver(socket, { id: request.id, result: await handler(request.name, request.input) });
  };

  server.on('connection', (socket) => {
    socket.on('error', () => {
      socket.terminate();
    });
    socket.on('message', (data) => {
      receive(socket, data).catch((thrown: unknown) => {
        log.error('A request of the screen failed', { reason: describeThrown(thrown) });
        socket.close(1011, 'internal error');
      });
    });
  });

  return {
    get connected() {
      return server.clients.size;
    },
    serve: registered.resolve,
    send(name, payload) {
      for (const socket of server.clients) deliver(socket, { event: name, payload });
    },
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, (connection) => {
        server.emit('connection', connection, request);
      });
    },
    stop() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function parseRequest(data: RawData): z.infer<typeof requestSchema> | null {
  const text = Array.isArray(data)
    ? Buffer.concat(data).toString()
    : Buffer.from(data as ArrayBuffer).toString();
  try {
    return requestSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
