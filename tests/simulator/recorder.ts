import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Recorder, RecorderOptions } from './types.ts';
import { createWaiting } from './waiting.ts';

const defaultWaitMs = 5000;

/** The text of a whole HTTP answer, for a recorder's `answer`. */
export function cannedResponse(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string {
  const all = { ...headers, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${String(status)} Canned\r\n${lines.join('')}\r\n${body}`;
}

function createServer(options: RecorderOptions): Server {
  const { certificate, minVersion, maxVersion } = options;
  if (certificate === undefined) return createTcpServer();
  return createTlsServer({
    key: certificate.privateKeyPem,
    cert: certificate.chainPem,
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
  });
}

/**
 * Starts a server that stands in another's place and keeps every application byte it is told: TLS with a
 * certificate, plain TCP without one. `stop()` ends it.
 */
export async function startRecorder(options: RecorderOptions = {}): Promise<Recorder> {
  const host = options.host ?? '127.0.0.1';
  const server = createServer(options);
  const waiting = createWaiting();
  const sockets = new Set<Socket>();
  let received = Buffer.alloc(0);
  let connections = 0;
  let closedConnections = 0;
  let handshakes = 0;

  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      closedConnections += 1;
      waiting.notify();
    });
    waiting.notify();
  });

  server.on(options.certificate ? 'secureConnection' : 'connection', (socket: Socket) => {
    let head = '';
    let answered = false;
    handshakes += 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      head += chunk.toString('latin1');
      if (!answered && options.answer !== undefined && head.includes('\r\n\r\n')) {
        answered = true;
        socket.end(options.answer);
      }
      waiting.notify();
    });
    waiting.notify();
  });

  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const recorder: Recorder = {
    host,
    port,
    origin: `${options.certificate ? 'https' : 'http'}://${host}:${String(port)}`,
    get connections() {
      return connections;
    },
    get closedConnections() {
      return closedConnections;
    },
    get handshakes() {
      return handshakes;
    },
    get bytesReceived() {
      return received.length;
    },
    get received() {
      return received;
    },
    async waitFor(predicate, timeoutMs = defaultWaitMs) {
      const what = (): string =>
        `${String(connections)} connections (${String(closedConnections)} closed), ` +
        `${String(handshakes)} handshakes, ${String(received.length)} bytes`;
      await waiting.until(() => (predicate(recorder) ? true : undefined), timeoutMs, what);
    },
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return recorder;
}

/** A plain-TCP recorder for `HTTPS_PROXY`: it refuses to be a proxy and keeps what it was told. */
export function startProxyRecorder(options: Omit<RecorderOptions, 'certificate'> = {}): Promise<Recorder> {
  return startRecorder({ answer: cannedResponse(502), ...options });
}
