import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SecureVersion } from 'node:tls';
import type { Certificate, ConnectionRecord } from './types.ts';

export interface ListenerOptions {
  protocol: 'https' | 'http';
  host: string;
  /** 0 for a free one, which is then kept. */
  port: number;
  keepAliveTimeoutMs: number;
  minVersion?: SecureVersion | undefined;
  maxVersion?: SecureVersion | undefined;
  certificate: () => Certificate;
  onRequest: RequestListener;
}

/** The port that clients see, and what is known of each connection to it. */
export interface Listener {
  readonly port: number;
  readonly running: boolean;
  readonly connections: readonly ConnectionRecord[];
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Takes the certificate anew for the next handshakes. */
  renewCertificate(): void;
  closeConnections(): void;
  connectionOf(request: IncomingMessage): number;
  /** Breaks a request's connection with a TCP RST. */
  resetConnection(request: IncomingMessage): void;
}

interface Connection {
  id: number;
  openedAt: Date;
  tcpSocket: Socket;
  tlsSocket: TLSSocket | null;
  secured: boolean;
  tlsVersion: string | null;
  serverName: string | null;
  resumed: boolean;
}

const rememberedConnections = 1000;

const keyAndChain = ({ privateKeyPem, chainPem }: Certificate): { key: string; cert: string } => ({
  key: privateKeyPem,
  cert: chainPem,
});

function describe({ tcpSocket, tlsSocket, ...known }: Connection): ConnectionRecord {
  const applicationSocket = tlsSocket ?? (known.secured ? tcpSocket : null);
  return {
    ...known,
    closed: (tlsSocket ?? tcpSocket).closed,
    bytesReceived: applicationSocket?.bytesRead ?? 0,
  };
}

/** An https server emits 'connection' twice: for the TCP socket, and for the TLS socket that HTTP then reads. */
function watchConnections(server: Server, open: (socket: Socket) => Connection): void {
  const handshaking = new Map<number | undefined, Connection>();
  server.on('connection', (socket: Socket) => {
    if (socket instanceof TLSSocket) return;
    const { remotePort } = socket;
    handshaking.set(remotePort, open(socket));
    socket.once('close', () => handshaking.delete(remotePort));
  });
  server.on('secureConnection', (tlsSocket: TLSSocket) => {
    const connection = handshaking.get(tlsSocket.remotePort);
    if (connection === undefined) return;
    // Node says false, against its types, when the client named no server.
    const serverName: unknown = tlsSocket.servername;
    connection.tlsSocket = tlsSocket;
    connection.secured = true;
    connection.tlsVersion = tlsSocket.getProtocol();
    connection.serverName = typeof serverName === 'string' ? serverName : null;
    connection.resumed = tlsSocket.isSessionReused();
  });
}

export function createListener(options: ListenerOptions): Listener {
  const connections: Connection[] = [];
  let lastId = 0;
  let port = options.port;
  let server: Server | null = null;

  const makeServer = (): Server => {
    if (options.protocol === 'http') return createHttpServer(options.onRequest);
    const { minVersion, maxVersion } = options;
    return createHttpsServer(
      {
        ...keyAndChain(options.certificate()),
        ...(minVersion === undefined ? {} : { minVersion }),
        ...(maxVersion === undefined ? {} : { maxVersion }),
      },
      options.onRequest,
    );
  };

  const open = (tcpSocket: Socket): Connection => {
    lastId += 1;
    const connection: Connection = {
      id: lastId,
      openedAt: new Date(),
      tcpSocket,
      tlsSocket: null,
      secured: options.protocol === 'http',
      tlsVersion: null,
      serverName: null,
      resumed: false,
    };
    connections.push(connection);
    if (connections.length > rememberedConnections) {
      const oldestClosed = connections.findIndex(({ tcpSocket: socket }) => socket.closed);
      if (oldestClosed >= 0) connections.splice(oldestClosed, 1);
    }
    return connection;
  };

  const find = ({ socket }: IncomingMessage): Connection => {
    const connection = connections.findLast(
      ({ tcpSocket, tlsSocket }) => tcpSocket === socket || tlsSocket === socket,
    );
    if (connection === undefined) throw new Error('A request came on a connection that was never opened.');
    return connection;
  };

  const closeConnections = (): void => {
    for (const { tcpSocket, tlsSocket } of connections) {
      tlsSocket?.destroy();
      tcpSocket.destroy();
    }
  };

  return {
    get port() {
      return port;
    },
    get running() {
      return server !== null;
    },
    get connections() {
      return connections.map(describe);
    },
    async start() {
      if (server !== null) return;
      const created = makeServer();
      created.keepAliveTimeout = options.keepAliveTimeoutMs;
      watchConnections(created, open);
      created.listen(port, options.host);
      await once(created, 'listening');
      port = (created.address() as AddressInfo).port;
      server = created;
    },
    async stop() {
      if (server === null) return;
      const closed = once(server, 'close');
      server.close();
      server = null;
      closeConnections();
      await closed;
    },
    renewCertificate() {
      if (options.protocol === 'https') {
        (server as HttpsServer | null)?.setSecureContext(keyAndChain(options.certificate()));
      }
    },
    closeConnections,
    connectionOf: (request) => find(request).id,
    resetConnection(request) {
      find(request).tcpSocket.resetAndDestroy();
    },
  };
}
