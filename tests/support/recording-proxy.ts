import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { basicAuthorization, createRoute, type Route } from '../../src/player/trust/route.ts';
import { chooseProxy } from '../../src/player/trust/choose-proxy.ts';

export interface RecordingProxyOptions {
  /** Who may use it; anybody unless told. */
  readonly signIn?: { readonly user: string; readonly password: string };
  /** Answers in the place of a tunnel, or says nothing (an empty text leaves the connection open). */
  readonly answer?: (socket: Socket) => void;
  /** Where tunnels lead instead, by `HOST:PORT`. */
  readonly leads?: Readonly<Record<string, number>>;
}

/** What it read of one connection. */
interface Heard {
  readonly head: string;
  /** What went towards the server in the tunnel. */
  tunnelled: Buffer;
}

export interface RecordingProxy {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly heard: readonly Heard[];
  /** Each `HOST:PORT` that it was asked for. */
  readonly places: readonly string[];
  /** All that it could read. */
  readonly everything: () => Buffer;
  /** Ends every tunnel at once. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

const WHO_ARE_YOU =
  'HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm="test"\r\nContent-Length: 0\r\n\r\n';

/**
 * An http proxy that opens tunnels and keeps every byte that it could read. Names under `.test` it knows: they are this machine,
 * so that a name which nobody else can look up shows who did.
 */
export async function startRecordingProxy(options: RecordingProxyOptions = {}): Promise<RecordingProxy> {
  const heard: Heard[] = [];
  const places: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const open = (socket: Socket, one: Heard): void => {
    const place = /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(one.head)?.[1] ?? '';
    places.push(place);
    const { signIn, answer, leads = {} } = options;
    if (signIn !== undefined && !one.head.includes(`: ${basicAuthorization(signIn)}\r\n`)) {
      socket.end(WHO_ARE_YOU);
      return;
    }
    if (answer !== undefined) {
      answer(socket);
      return;
    }
    const url = URL.parse(`http://${place}`);
    const port = leads[place] ?? Number(url?.port === '' ? 80 : url?.port);
    const far = connect({ host: '127.0.0.1', port });
    keep(far);
    far.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(socket);
    });
    far.once('error', () => socket.end('HTTP/1.1 502 No way\r\nContent-Length: 0\r\n\r\n'));
    far.once('close', () => socket.destroy());
    socket.once('close', () => far.destroy());
    socket.on('data', (chunk: Buffer) => {
      one.tunnelled = Buffer.concat([one.tunnelled, chunk]);
      far.write(chunk);
    });
  };
  const server = createServer((socket) => {
    keep(socket);
    let head = '';
    const onData = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', onData);
      const one: Heard = { head, tunnelled: Buffer.alloc(0) };
      heard.push(one);
      open(socket, one);
    };
    socket.on('data', onData);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    heard,
    places,
    everything: () => Buffer.concat(heard.flatMap((one) => [Buffer.from(one.head, 'latin1'), one.tunnelled])),
    cut,
    stop: async () => {
      if (!server.listening) return;
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}

/** The route of a screen whose setting `proxyUrl` is `url`. */
export function routeBy(url: string, signIn: { user: string; password: string } | null = null): Route {
  return createRoute(chooseProxy({ url, signIn, environment: {} }));
}

/** The same server under a name that the proxy alone knows. */
export function behindProxy(origin: string): string {
  return origin.replace('127.0.0.1', 'digiserver.test');
}

const TLS_HEADER_BYTES = 5;

/** Whether `bytes` are records of TLS from the first to the last, which may be cut off: no byte of them is plain text. */
export function isAllTls(bytes: Buffer): boolean {
  let at = 0;
  while (at + TLS_HEADER_BYTES <= bytes.length) {
    const kind = bytes[at] ?? 0;
    if (kind < 20 || kind > 23 || bytes[at + 1] !== 3) return false;
    at += TLS_HEADER_BYTES + bytes.readUInt16BE(at + 3);
  }
  return true;
}
