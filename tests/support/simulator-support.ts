import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  json: () => unknown;
  /** The fingerprint that the handshake showed; empty on plain http. */
  fingerprint256: string;
}

export interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  text?: string;
  agent?: Agent;
}

/** Node 24 gives a client its peer's X509Certificate only once, and connections are used again. */
const fingerprints = new WeakMap<Socket, string>();

function rememberFingerprint(socket: TLSSocket): void {
  fingerprints.set(socket, socket.getPeerX509Certificate()?.fingerprint256 ?? '');
}

/** Asks a simulator, believing any certificate. Rejects when the answer breaks off. */
export async function call(url: string, options: CallOptions = {}): Promise<Reply> {
  const { method = 'GET', json, text, agent = new Agent() } = options;
  const payload = json === undefined ? text : JSON.stringify(json);
  const headers = {
    ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...options.headers,
  };
  const request = url.startsWith('https:')
    ? httpsRequest(url, { method, headers, agent, rejectUnauthorized: false })
    : httpRequest(url, { method, headers });
  // `once` below rejects with the first error; a broken connection may tell of a second one.
  request.on('error', () => undefined);
  request.on('socket', (socket) => {
    socket.once('secureConnect', () => {
      if (socket instanceof TLSSocket) rememberFingerprint(socket);
    });
  });
  request.end(payload);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const fingerprint256 = fingerprints.get(response.socket) ?? '';
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body,
    json: () => JSON.parse(body.toString('utf8')) as unknown,
    fingerprint256,
  };
}
